using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Studies;

/// <summary>How far a doctor is with a study.</summary>
public enum StudyStatus
{
    /// <summary>Nobody has opened it yet.</summary>
    Waiting,

    /// <summary>A doctor has it.</summary>
    InProgress,

    /// <summary>A doctor has signed it; only comments may follow.</summary>
    Signed,
}

/// <summary>What is entered of a study.</summary>
public sealed record StudyEntry
{
    /// <summary>Whose.</summary>
    public required long PatientId { get; init; }

    /// <summary>StudyInstanceUID, where it came as DICOM; each is in the database once.</summary>
    public string? StudyUid { get; init; }

    /// <summary>The day of the examination, if known and kept.</summary>
    public DateOnly? StudyDate { get; init; }

    /// <summary>DICOM modality (PS3.3 section C.7.3.1.1.1): CT, MR, CR, US…; OT where unknown.</summary>
    public string Modality { get; init; } = "OT";

    /// <summary>What it is, at most 200 characters.</summary>
    public string Description { get; init; } = "";

    /// <summary>How soon a person must look.</summary>
    public Urgency Urgency { get; init; } = Urgency.Routine;
}

/// <summary>One examination of a patient.</summary>
public sealed record Study
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long PatientId { get; init; }

    /// <summary>StudyInstanceUID, where it came as DICOM.</summary>
    public string? StudyUid { get; init; }

    /// <summary>The day of the examination, if known and kept.</summary>
    public DateOnly? StudyDate { get; init; }

    /// <summary>DICOM modality.</summary>
    public string Modality { get; init; } = "";

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>How soon a person must look: as entered, or as the most urgent finding says.</summary>
    public Urgency Urgency { get; init; }

    /// <summary>How far a doctor is with it.</summary>
    public StudyStatus Status { get; init; }

    /// <summary>Sign-in name of the doctor who has it; null while nobody has.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>Who signed it.</summary>
    public string? SignedBy { get; init; }

    /// <summary>When it was signed.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who changed it last.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Rises with each change, a new finding or decision among them.</summary>
    public long Version { get; init; }
}
