using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Findings;

/// <summary>What a model makes of a picture.</summary>
public enum FindingDecision
{
    /// <summary>One class, or the structures of a scan.</summary>
    Predicted,

    /// <summary>One of several classes, and it cannot be said which.</summary>
    Unsure,

    /// <summary>The picture does not look like what the model was trained on; there is no class.</summary>
    NotForThisModel,

    /// <summary>The class is the network's, and how sure it is was never measured.</summary>
    CertaintyUnknown,
}

/// <summary>A file that belongs to a finding.</summary>
/// <param name="Role">What it is for: <c>heat_map</c>, <c>labels</c>, <c>rtstruct</c>… Each finding has one of each.</param>
/// <param name="FileSha256">The stored file.</param>
/// <param name="FileName">What it is called when it is downloaded.</param>
public sealed record FindingFile(string Role, string FileSha256, string FileName)
{
    /// <summary>The role of a heat map as grey values, which pages colour.</summary>
    public const string HeatMap = "heat_map";
}

/// <summary>What is entered of a finding.</summary>
public sealed record FindingEntry
{
    /// <summary>A name made of what the finding is about, such as <c>job/12/image/5/model/3</c>; a second with the same name is not added.</summary>
    public required string Key { get; init; }

    /// <summary>Of which study.</summary>
    public required long StudyId { get; init; }

    /// <summary>Of which image.</summary>
    public required long ImageId { get; init; }

    /// <summary>The registered model, if it is registered.</summary>
    public long? ModelId { get; init; }

    /// <summary>The model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>The model's version.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>What the model learned.</summary>
    public required RecipeTask Task { get; init; }

    /// <summary>What it makes of the picture.</summary>
    public FindingDecision Decision { get; init; }

    /// <summary>The class; null where there is none to name.</summary>
    public string? PredictedClass { get; init; }

    /// <summary>The class's probability, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>A probability per class; they sum to 1.</summary>
    public IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    /// <summary>The classes that cannot be ruled out.</summary>
    public IReadOnlyList<string>? PredictionSet { get; init; }

    /// <summary>A volume in mL per structure.</summary>
    public IReadOnlyDictionary<string, double>? VolumesMl { get; init; }

    /// <summary>What Insight says of certainty, as JSON.</summary>
    public string? CertaintyJson { get; init; }

    /// <summary>What Insight says to explain it: similar cases, profile, as JSON.</summary>
    public string? ExplanationJson { get; init; }

    /// <summary>How soon a person must look; the study's urgency rises to it.</summary>
    public Urgency Urgency { get; init; } = Urgency.Routine;

    /// <summary>Heat map, labels, DICOM objects.</summary>
    public IReadOnlyList<FindingFile> Files { get; init; } = [];

    /// <summary>What follows from it.</summary>
    public IReadOnlyList<RecommendationEntry> Recommendations { get; init; } = [];
}

/// <summary>What a model said of an image. It is never changed; a doctor's opinion stands beside it.</summary>
public sealed record Finding
{
    /// <summary>The database's number.</summary>
    public required long Id { get; init; }

    /// <summary>Of which study.</summary>
    public required long StudyId { get; init; }

    /// <summary>Of which image.</summary>
    public required long ImageId { get; init; }

    /// <summary>The registered model, if it is registered.</summary>
    public long? ModelId { get; init; }

    /// <summary>The model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>The model's version.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>What the model learned.</summary>
    public required RecipeTask Task { get; init; }

    /// <summary>What it makes of the picture.</summary>
    public required FindingDecision Decision { get; init; }

    /// <summary>The class; null where there is none to name.</summary>
    public string? PredictedClass { get; init; }

    /// <summary>The class's probability, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>A probability per class; empty for a segmentation.</summary>
    public required IReadOnlyDictionary<string, double> Probabilities { get; init; }

    /// <summary>The classes that cannot be ruled out; empty where the model does not say.</summary>
    public required IReadOnlyList<string> PredictionSet { get; init; }

    /// <summary>A volume in mL per structure; empty for a classification.</summary>
    public required IReadOnlyDictionary<string, double> VolumesMl { get; init; }

    /// <summary>What Insight says of certainty, as JSON.</summary>
    public string? CertaintyJson { get; init; }

    /// <summary>What Insight says to explain it, as JSON.</summary>
    public string? ExplanationJson { get; init; }

    /// <summary>How soon a person must look.</summary>
    public required Urgency Urgency { get; init; }

    /// <summary>Heat map, labels, DICOM objects.</summary>
    public required IReadOnlyList<FindingFile> Files { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
