using System.Text.Json;
using System.Text.Json.Serialization;
using Lucarne.Imaging;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Evaluate;

/// <summary>metrics.json of a segmentation: how well each structure was drawn, in 3D on each scan's own grid.</summary>
public sealed record SegmentationMetrics
{
    /// <summary>Always <c>segmentation</c>.</summary>
    public string Task { get; init; } = "segmentation";

    /// <summary>The structures, in the order of their values.</summary>
    public required IReadOnlyList<string> Structures { get; init; }

    /// <summary>The scans judged, sorted.</summary>
    public required IReadOnlyList<string> Patients { get; init; }

    /// <summary>Mean Dice of each structure over the scans where it can be said; null where there is none.</summary>
    public required IReadOnlyDictionary<string, double?> Dice { get; init; }

    /// <summary>Standard deviation of Dice over scans (n − 1 below the line); null for fewer than two.</summary>
    public required IReadOnlyDictionary<string, double?> DiceSd { get; init; }

    /// <summary>Mean 95th-percentile Hausdorff distance, in mm.</summary>
    [JsonPropertyName("hd95_mm")]
    public required IReadOnlyDictionary<string, double?> Hd95Mm { get; init; }

    /// <summary>Mean surface Dice at 2 mm.</summary>
    [JsonPropertyName("surface_dice_2mm")]
    public required IReadOnlyDictionary<string, double?> SurfaceDice2Mm { get; init; }

    /// <summary>Volumes in mL by scan and structure.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, VolumePair>> VolumeMl { get; init; }

    /// <summary>All figures by scan and structure.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, PatientFigures>> PerPatient { get; init; }

    /// <summary>What a person should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same in French, in the same order; empty in a judgement made before it was written.</summary>
    public IReadOnlyList<string> NotesFr { get; init; } = [];

    /// <summary>The metrics of scans' judgements.</summary>
    /// <param name="structures">The structures, in the order of their values.</param>
    /// <param name="judged">For each scan the judgement of each structure, in that order.</param>
    /// <param name="notes">What a person should know.</param>
    public static SegmentationMetrics Of(IReadOnlyList<string> structures, IReadOnlyDictionary<string, IReadOnlyList<StructureJudgement>> judged, IReadOnlyList<LocalText> notes)
    {
        string[] patients = [.. judged.Keys.Order(StringComparer.Ordinal)];
        Dictionary<string, double?> Each(Func<StructureJudgement, double?> figure, Func<double[], double?> sum) => structures.Index().ToDictionary(
            item => item.Item, item => sum([.. patients.Select(patient => figure(judged[patient][item.Index])).OfType<double>()]), StringComparer.Ordinal);
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, T>> Table<T>(Func<StructureJudgement, T> cell) => patients.ToDictionary(
            patient => patient,
            patient => (IReadOnlyDictionary<string, T>)structures.Zip(judged[patient]).ToDictionary(pair => pair.First, pair => cell(pair.Second), StringComparer.Ordinal),
            StringComparer.Ordinal);
        return new()
        {
            Structures = structures,
            Patients = patients,
            Dice = Each(one => one.Dice, Mean),
            DiceSd = Each(one => one.Dice, Deviation),
            Hd95Mm = Each(one => one.Hd95Mm, Mean),
            SurfaceDice2Mm = Each(one => one.SurfaceDice2Mm, Mean),
            VolumeMl = Table(one => new VolumePair(one.TruthMl, one.PredictedMl)),
            PerPatient = Table(one => new PatientFigures(one.Dice, one.Hd95Mm, one.SurfaceDice2Mm)),
            Notes = [.. notes.Select(note => note.En)],
            NotesFr = [.. notes.Select(note => note.Fr)],
        };
    }

    /// <summary>Reads a metrics.json.</summary>
    /// <exception cref="EvaluationException">It is missing, or judges something else.</exception>
    public static SegmentationMetrics Read(string path)
    {
        try
        {
            var metrics = JsonSerializer.Deserialize<SegmentationMetrics>(File.ReadAllText(path), JsonFile.Form);
            return metrics is { Task: "segmentation" } ? metrics : throw new EvaluationException($"{path} judges another task than a segmentation; give the metrics.json of a segmentation's run.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new EvaluationException($"{path} cannot be read as a judgement ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); judge the run anew.");
        }
    }

    /// <summary>The document as it is written.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonFile.Form);

    /// <summary>Writes the document beside its place and renames it.</summary>
    public void Write(string path) => PlacedFile.Write(path, ToJson() + "\n");

    private static double? Mean(double[] values) => values.Length == 0 ? null : values.Average();

    private static double? Deviation(double[] values)
    {
        if (values.Length < 2) return null;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}

/// <summary>A structure's volumes in a scan, in mL.</summary>
/// <param name="Truth">As contoured; null where nobody contoured it.</param>
/// <param name="Predicted">As drawn by the network.</param>
public sealed record VolumePair(double? Truth, double Predicted);

/// <summary>A structure's figures in a scan; null where they cannot be said.</summary>
/// <param name="Dice">Volumetric Dice.</param>
/// <param name="Hd95Mm">95th-percentile Hausdorff distance, in mm.</param>
/// <param name="SurfaceDice2Mm">Surface Dice at 2 mm.</param>
public sealed record PatientFigures(
    double? Dice,
    [property: JsonPropertyName("hd95_mm")] double? Hd95Mm,
    [property: JsonPropertyName("surface_dice_2mm")] double? SurfaceDice2Mm);
