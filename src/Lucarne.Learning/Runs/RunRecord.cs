using System.Runtime.InteropServices;
using System.Text.Json;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Runs;

/// <summary>run.json: what was run, where, with what, and how it ended.</summary>
public sealed record RunRecord
{
    /// <summary>Lucarne's version.</summary>
    public string Lucarne { get; init; } = LucarneVersion.Number;

    /// <summary>The recipe's name, with its variant.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed of the training.</summary>
    public required int Seed { get; init; }

    /// <summary>Where it computed.</summary>
    public required string Device { get; init; }

    /// <summary>Threads of an operator: with the seed and the machine they decide every digit.</summary>
    public int Threads { get; init; } = Runtime.Threads;

    /// <summary>libtorch's version.</summary>
    public string Libtorch { get; init; } = Runtime.Version;

    /// <summary>The processor's architecture and the system.</summary>
    public string Host { get; init; } = $"{RuntimeInformation.OSArchitecture} {RuntimeInformation.OSDescription}";

    /// <summary>float32 or bfloat16.</summary>
    public required string Precision { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Seconds of each stage.</summary>
    public IReadOnlyDictionary<string, double> Seconds { get; init; } = new Dictionary<string, double>();

    /// <summary>The revision of the checkout, where git knows it.</summary>
    public string? Git { get; init; } = LucarneVersion.Revision;

    /// <summary><c>training</c>, <c>interrupted</c> or <c>finished</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The network.</summary>
    public NetworkRecord? Network { get; init; }

    /// <summary>Epochs done.</summary>
    public int Epochs { get; init; }

    /// <summary>The epoch whose weights were kept.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The part of the epochs' time that was spent waiting for data.</summary>
    public double DataWait { get; init; }

    /// <summary>The most memory the process took, in bytes.</summary>
    public long PeakMemory { get; init; }

    /// <summary>What a person should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same in French, in the same order; empty in a record made before it was written.</summary>
    public IReadOnlyList<string> NotesFr { get; init; } = [];

    /// <summary>The notes in both languages.</summary>
    internal IReadOnlyList<LocalText> NotesInBoth() => LocalText.Paired(Notes, NotesFr);

    /// <summary>Whether a run is there and was trained and judged to its end.</summary>
    /// <exception cref="TrainingException">Its record is none.</exception>
    public static bool IsFinished(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return File.Exists(run.Run) && Read(run.Run).Status == RunStatus.Finished;
    }

    /// <summary>Reads a run's record.</summary>
    /// <exception cref="TrainingException">It is missing or is no record.</exception>
    public static RunRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(path), JsonFile.Form) ?? throw new JsonException("it holds null");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new TrainingException($"{path} cannot be read as a run's record ({error.Message}); is its folder a run?");
        }
    }

    /// <summary>Writes the record beside its place and renames it.</summary>
    public void Write(string path) => JsonFile.Write(path, this);
}

/// <summary>How a run stands, as its record says it.</summary>
internal static class RunStatus
{
    public const string Training = "training", Interrupted = "interrupted", Finished = "finished";
}

/// <summary>A run's network.</summary>
/// <param name="Name">Such as <c>resnet18</c>.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Weights">The file the first weights came from; null: from scratch.</param>
public sealed record NetworkRecord(string Name, long Parameters, string? Weights);
