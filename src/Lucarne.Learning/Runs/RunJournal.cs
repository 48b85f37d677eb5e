using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;
using Lucarne.Torch.Modules;

namespace Lucarne.Learning.Runs;

/// <summary>Keeps a run's record: its notes, the time of its stages, and run.json at the beginning and at every end.</summary>
internal sealed class RunJournal(RunFolder run, TimeProvider clock)
{
    private readonly Stages _stages = new(clock);
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly List<LocalText> _notes = [];
    private RunRecord? _record;

    /// <summary>What a person should know, a sentence each, in English.</summary>
    public IReadOnlyList<string> Notes => [.. _notes.Select(note => note.En)];

    /// <summary>Adds what is not noted yet.</summary>
    public void Note(params IEnumerable<LocalText> notes) => _notes.AddRange(notes.ExceptBy(_notes.Select(note => note.En), note => note.En).ToList());

    public T Time<T>(string stage, Func<T> work) => _stages.Time(stage, work);

    public void Time(string stage, Action work) => _stages.Time(stage, work);

    /// <summary>Writes the record of a training that begins.</summary>
    public void Begin(Recipe recipe, Module network, Execution execution, string? weights)
    {
        _record = new()
        {
            Recipe = recipe.Variant is { } variant ? $"{recipe.Name}/{variant}" : recipe.Name,
            Seed = recipe.Train.Seed,
            Device = execution.Device.ToString(),
            Precision = execution.PrecisionName,
            Started = _started,
            Status = RunStatus.Training,
            Network = new NetworkRecord(recipe.Network.Name, network.ParameterCount(), weights),
            Notes = Notes,
            NotesFr = [.. _notes.Select(note => note.Fr)],
        };
        _record.Write(run.Run);
    }

    /// <summary>Writes how it stands.</summary>
    public void End(TrainingOutcome outcome, string status)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        (_record! with
        {
            Status = status,
            Finished = clock.GetUtcNow(),
            Seconds = _stages.Seconds,
            Epochs = outcome.Epochs.Count,
            BestEpoch = outcome.BestEpoch,
            DataWait = Math.Round(outcome.DataWait, 4),
            PeakMemory = process.PeakWorkingSet64,
            Notes = Notes,
            NotesFr = [.. _notes.Select(note => note.Fr)],
        }).Write(run.Run);
    }
}
