using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Split;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Runs;

/// <summary>What to train, on what, and where to leave it.</summary>
public sealed record TrainingRequest
{
    /// <summary>The recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>A folder or a zip with a folder of pictures per class.</summary>
    public required string Data { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Out { get; init; }

    /// <summary>Where an archive is unpacked.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Where public weights are looked for, in this order.</summary>
    public required IReadOnlyList<string> WeightFolders { get; init; }

    /// <summary>Where to compute.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>The fold whose test part is kept apart; null: the recipe's own split.</summary>
    public FoldChoice? Fold { get; init; }

    /// <summary>What projects above this one find out about a classifier once it is judged, and tell in the report.</summary>
    public IReadOnlyList<RunChapter> Chapters { get; init; } = [];

    /// <summary>Goes on with an interrupted run.</summary>
    public bool Resume { get; init; }

    /// <summary>Replaces a run that is there, once the new one is whole.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>A finished training.</summary>
/// <typeparam name="TMetrics">What it is judged by.</typeparam>
/// <param name="Run">Its folder.</param>
/// <param name="Metrics">The judgement on the part kept apart.</param>
/// <param name="Outcome">How the training went.</param>
/// <param name="Notes">What a person should know, a sentence each.</param>
public sealed record TrainingResult<TMetrics>(RunFolder Run, TMetrics Metrics, TrainingOutcome Outcome, IReadOnlyList<string> Notes);
