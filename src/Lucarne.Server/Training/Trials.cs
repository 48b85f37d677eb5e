using System.Text.RegularExpressions;
using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Learning.Runs;
using Lucarne.Server.Models;

namespace Lucarne.Server.Training;

/// <summary>A training that was started on a page.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Name">What it is called.</param>
/// <param name="State">What can be done with it.</param>
public sealed record Trial(Job Job, TrainPayload Asked, string Name, TrialState State);

/// <summary>What can be done with a training.</summary>
public enum TrialState
{
    /// <summary>It waits or runs, and can be stopped.</summary>
    Alive,

    /// <summary>It is trained and judged, and can be kept or discarded.</summary>
    Ready,

    /// <summary>It is served.</summary>
    Kept,

    /// <summary>It was discarded, or left nothing.</summary>
    Gone,
}

/// <summary>Trainings that were started on a page. Their runs grow in a folder of their own, and are served only once somebody has kept them.</summary>
internal sealed partial class Trials(ServerOptions options, ClinicDatabase clinic, DataFolders data, ModelCatalogue catalogue)
{
    private const int Shown = 30;
    private const int MostEpochs = 1000;

    /// <summary>Starts one.</summary>
    /// <exception cref="ClinicException">Something was chosen that cannot be.</exception>
    public async Task<long> StartAsync(string recipe, string folder, string name, int? epochs, string actor, CancellationToken cancellation)
    {
        if (!RightName().IsMatch(name)) throw new ClinicException($"the name is '{name}'; expected 1 to 40 small letters, digits and hyphens, a letter first.");
        if (epochs is < 1 or > MostEpochs) throw new ClinicException($"the number of epochs is {epochs}; expected 1 to {MostEpochs}.");
        var (run, kept) = (Path.Combine(options.Trials, name), Path.Combine(options.RunFolders[0], name));
        if (Directory.Exists(run) || Directory.Exists(kept) || catalogue.Find(name) is not null) throw new ClinicException($"there is a run '{name}' already; take another name, or discard that one first.");
        Directory.CreateDirectory(options.Trials);
        var payload = new TrainPayload { Recipe = recipe, Data = data.PathOf(folder), Run = run, Name = name, Overrides = epochs is { } number ? [$"train.epochs={number}"] : [], IsRegistered = false };
        return (await clinic.Jobs.AddAsync(payload.ToJob(), actor, cancellation)).Id;
    }

    /// <summary>Those that were started, the newest first.</summary>
    public async Task<IReadOnlyList<Trial>> ListAsync(CancellationToken cancellation) =>
        [.. (await clinic.Jobs.ListAsync(kind: JobKind.Train, limit: Shown, cancellation: cancellation)).Select(Of).OfType<Trial>()];

    /// <exception cref="MissingException">There is no such training.</exception>
    public async Task<Trial> GetAsync(long id, CancellationToken cancellation) => Of(await clinic.Jobs.GetAsync(id, cancellation)) ?? throw new MissingException($"training/{id}");

    /// <summary>The folder in which a training's run is now.</summary>
    public string FolderOf(Trial trial) => trial.State == TrialState.Kept ? KeptAt(trial.Name) : trial.Asked.Run;

    /// <summary>Has a run served.</summary>
    /// <exception cref="ClinicException">It is not finished, or its name is taken.</exception>
    public async Task KeepAsync(Trial trial, string actor, CancellationToken cancellation)
    {
        if (trial.State != TrialState.Ready) throw new ClinicException($"training/{trial.Job.Id} is {trial.State} and cannot be kept; only one that is trained and judged can.");
        if (Directory.Exists(KeptAt(trial.Name))) throw new ClinicException($"there is a run '{trial.Name}' already; remove that one first.");
        Directory.CreateDirectory(options.RunFolders[0]);
        Directory.Move(trial.Asked.Run, KeptAt(trial.Name));
        catalogue.LookAgain();
        await clinic.Models.RegisterRunAsync(KeptAt(trial.Name), trial.Name, actor, cancellation);
    }

    /// <summary>Removes what a training has left.</summary>
    /// <exception cref="ClinicException">It still runs, or is kept.</exception>
    public async Task DiscardAsync(Trial trial, string actor, CancellationToken cancellation)
    {
        if (trial.State is TrialState.Alive or TrialState.Kept) throw new ClinicException($"training/{trial.Job.Id} is {trial.State} and cannot be discarded; stop it first.");
        if (Directory.Exists(trial.Asked.Run)) Directory.Delete(trial.Asked.Run, recursive: true);
        await clinic.Audit.AppendAsync(actor, "training.discarded", $"job/{trial.Job.Id}", trial.Name, cancellation);
    }

    private string KeptAt(string name) => Path.Combine(options.RunFolders[0], name);

    /// <summary>A job as a training of these pages; null for one that was started elsewhere.</summary>
    private Trial? Of(Job job)
    {
        if (job.Kind != JobKind.Train) return null;
        var asked = TrainPayload.Of(job);
        if (Path.GetDirectoryName(asked.Run) != options.Trials || asked.Name is not { } name) return null;
        return new Trial(job, asked, name, !job.IsOver ? TrialState.Alive : IsFinished(asked.Run) ? TrialState.Ready : IsFinished(KeptAt(name)) && job.Status == JobStatus.Done ? TrialState.Kept : TrialState.Gone);
    }

    private static bool IsFinished(string run)
    {
        try
        {
            return RunRecord.IsFinished(new RunFolder(run));
        }
        catch (TrainingException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex RightName();
}
