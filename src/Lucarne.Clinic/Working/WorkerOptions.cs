using Lucarne.Clinic.Importing;
using Lucarne.Clinic.Jobs;

namespace Lucarne.Clinic.Working;

/// <summary>Where a worker finds what lies outside the clinic.</summary>
public sealed record WorkerOptions
{
    /// <summary>The worker's name; no two that live have the same.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of recipes.</summary>
    public required string RecipesFolder { get; init; }

    /// <summary>Where archives of training data are unpacked.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Where public weights are looked for, in this order.</summary>
    public required IReadOnlyList<string> WeightFolders { get; init; }

    /// <summary>What the worker does; a training takes hours, so a clinic that trains wants a worker beside that does everything else.</summary>
    public IReadOnlyCollection<JobKind> Kinds { get; init; } = Enum.GetValues<JobKind>();

    /// <summary>Hears what the worker does; no patient's data is in it.</summary>
    public Action<string> Tell { get; init; } = _ => { };
}

/// <summary>A worker that does every kind of job.</summary>
public sealed class ClinicWorker : IDisposable
{
    private readonly LoadedModels _models = new();
    private readonly JobWorker _worker;

    /// <summary>Makes a worker.</summary>
    /// <param name="database">The clinic.</param>
    /// <param name="options">What lies outside it.</param>
    /// <param name="time">The clock.</param>
    public ClinicWorker(ClinicDatabase database, WorkerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var prediction = new PredictWork(_models);
        var training = new TrainWork(options, time);
        _worker = new JobWorker(database, options.Name, new Dictionary<JobKind, JobWork>
        {
            [JobKind.Import] = ImportWork.RunAsync,
            [JobKind.Predict] = prediction.RunAsync,
            [JobKind.Explain] = prediction.ExplainAsync,
            [JobKind.Segment] = new SegmentWork(_models, time).RunAsync,
            [JobKind.Correct] = new CorrectWork(time).RunAsync,
            [JobKind.Train] = training.RunAsync,
            [JobKind.Report] = TrainWork.ReportAsync,
            [JobKind.Check] = new CheckWork(options).RunAsync,
        }.Where(work => options.Kinds.Contains(work.Key)).ToDictionary(), options.Tell);
    }

    /// <summary>Works until it is told to stop. A job that it is at then goes back into the queue.</summary>
    public Task RunAsync(CancellationToken stop) => _worker.RunAsync(stop);

    /// <summary>Does one job, if one waits.</summary>
    /// <returns>Whether one waited.</returns>
    public Task<bool> WorkOnceAsync(CancellationToken stop) => _worker.WorkOnceAsync(stop);

    /// <inheritdoc />
    public void Dispose() => _models.Dispose();
}
