using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Runs;

namespace Lucarne.Server.Models;

/// <summary>
/// What a person must know before relying on a model: what it learned from, how it was trained and judged (after Mitchell et al., Model Cards for Model
/// Reporting, FAT* 2019).
/// </summary>
public sealed record ModelCard
{
    /// <summary>Network, seed, times.</summary>
    public required RunRecord Run { get; init; }

    /// <summary>Usable pictures per class; empty for scans.</summary>
    public IReadOnlyDictionary<string, int> Classes { get; init; } = new Dictionary<string, int>();

    /// <summary>Groups (patients), and where they were taken from; null where not known.</summary>
    public GroupSummary? Groups { get; init; }

    /// <summary>Defects, copies and conflicts that were found in the data, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Pictures or scans learned from, that chose the epoch, and that were kept apart.</summary>
    public (int Train, int Validation, int Test)? Parts { get; init; }

    /// <summary>Whether the network that answers learned the test part too, after the judgement.</summary>
    public bool WasRefit { get; init; }

    /// <summary>Reads a card; null where the run does not say how it was made.</summary>
    public static ModelCard? Read(string folder)
    {
        var run = new RunFolder(folder);
        try
        {
            var fingerprint = Optional(run.Fingerprint, FingerprintFile.Read);
            var split = Optional(run.Split, Learning.Split.SplitFile.Read);
            return new ModelCard
            {
                Run = RunRecord.Read(run.Run),
                Classes = fingerprint?.Classes ?? new Dictionary<string, int>(),
                Groups = fingerprint?.Groups,
                Warnings = fingerprint?.Warnings ?? [],
                Parts = split is null ? null : (split.Train.Count, split.Validation.Count, split.Test.Count),
                WasRefit = File.Exists(run.Judged),
            };
        }
        catch (TrainingException)
        {
            return null;
        }
    }

    // Another kind of data (scans) is described in another form; the card then says less.
    private static T? Optional<T>(string path, Func<string, T> read)
        where T : class
    {
        try
        {
            return File.Exists(path) ? read(path) : null;
        }
        catch (Exception error) when (error is DataException or IOException)
        {
            return null;
        }
    }
}
