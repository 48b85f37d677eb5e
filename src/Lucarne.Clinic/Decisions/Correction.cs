using Lucarne.Clinic.Findings;

namespace Lucarne.Clinic.Decisions;

/// <summary>A doctor's version of what a network drew in a scan. It stands beside the finding, which stays as it is, and is never changed.</summary>
public sealed record Correction
{
    /// <summary>The database's number.</summary>
    public required long Id { get; init; }

    /// <summary>Of which finding.</summary>
    public required long FindingId { get; init; }

    /// <summary>Of which study.</summary>
    public required long StudyId { get; init; }

    /// <summary>Which doctor.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>A volume in mL per structure.</summary>
    public required IReadOnlyDictionary<string, double> VolumesMl { get; init; }

    /// <summary>Label maps, DICOM objects, figures.</summary>
    public required IReadOnlyList<FindingFile> Files { get; init; }
}
