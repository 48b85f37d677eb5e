using System.Text.Json;
using Lucarne.Clinic;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Jobs;

namespace Lucarne.Server.Studies;

/// <summary>What the page of a study shows of the structures in a scan: the network's, or a doctor's version of them.</summary>
public sealed record DrawnView
{
    /// <summary>The structures as the network drew them.</summary>
    public required DrawnScan Scan { get; init; }

    /// <summary>The finding.</summary>
    public required Finding Finding { get; init; }

    /// <summary>Doctors' versions, the newest first.</summary>
    public required IReadOnlyList<Correction> Corrections { get; init; }

    /// <summary>The doctor's version that is shown; null: the network's.</summary>
    public Correction? Shown { get; init; }

    /// <summary>Mean Dice of each structure on the scans kept apart from training, 0 to 1; empty where the model was not judged.</summary>
    public required IReadOnlyDictionary<string, double> TestDice { get; init; }

    /// <summary>Why the last contours that a doctor sent were not taken; null where they were.</summary>
    public string? Refusal { get; init; }

    /// <summary>The slice that stands for the version that is shown, on paper; null where none was kept.</summary>
    public LargestSlice? Largest { get; init; }

    /// <summary>The files of the version that is shown.</summary>
    public IReadOnlyList<FindingFile> Files => Shown?.Files ?? Finding.Files;

    /// <summary>Where a file of the version that is shown is found.</summary>
    public string Address(string role) => Shown is { } correction
        ? $"/studies/{Finding.StudyId}/corrections/{correction.Id}/{role}"
        : $"/studies/{Finding.StudyId}/findings/{Finding.Id}/{role}";

    /// <summary>Whether the version that is shown has a file of a role.</summary>
    public bool Has(string role) => Files.Any(file => file.Role == role);

    /// <summary>A structure's volume in mL in the version that is shown.</summary>
    public double VolumeMl(DrawnStructure structure) => (Shown?.VolumesMl ?? Finding.VolumesMl).GetValueOrDefault(structure.Name);

    /// <summary>What is shown of a finding; null where it is of no segmentation.</summary>
    /// <param name="clinic">The clinic.</param>
    /// <param name="finding">The finding.</param>
    /// <param name="wanted">A correction's number, <c>network</c>, or nothing for the newest version.</param>
    /// <param name="jobs">The study's jobs, the newest first.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal static async Task<DrawnView?> LoadAsync(ClinicDatabase clinic, Finding? finding, string? wanted, IReadOnlyList<Job> jobs, CancellationToken cancellation)
    {
        if (finding is null || DrawnScan.Of(finding) is not { } scan) return null;
        var corrections = (await clinic.Corrections.OfStudyAsync(finding.StudyId, cancellation)).Where(correction => correction.FindingId == finding.Id).ToList();
        var shown = wanted == "network" ? null : corrections.FirstOrDefault(correction => correction.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == wanted) ?? corrections.FirstOrDefault();
        var model = finding.ModelId is { } id ? await clinic.Models.GetAsync(id, cancellation) : null;
        return new DrawnView
        {
            Scan = scan,
            Finding = finding,
            Corrections = corrections,
            Shown = shown,
            Largest = await LargestAsync(clinic, shown?.Files ?? finding.Files, cancellation),
            TestDice = DiceOf(model?.MetricsJson),
            Refusal = jobs.FirstOrDefault(job => job.Kind == JobKind.Correct) is { Status: JobStatus.Failed or JobStatus.Quarantined } last ? last.Failure : null,
        };
    }

    private static async Task<LargestSlice?> LargestAsync(ClinicDatabase clinic, IReadOnlyList<FindingFile> files, CancellationToken cancellation)
    {
        if (files.FirstOrDefault(file => file.Role == LargestSlice.Place) is not { } place || !files.Any(file => file.Role == LargestSlice.Picture)) return null;
        using var text = new StreamReader(clinic.Files.OpenRead(place.FileSha256));
        return LargestSlice.Read(await text.ReadToEndAsync(cancellation));
    }

    private static Dictionary<string, double> DiceOf(string? metrics)
    {
        if (metrics is null) return [];
        using var document = JsonDocument.Parse(metrics);
        return document.RootElement.TryGetProperty("dice", out var dice) && dice.ValueKind == JsonValueKind.Object
            ? dice.EnumerateObject().Where(pair => pair.Value.ValueKind == JsonValueKind.Number).ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble())
            : [];
    }
}
