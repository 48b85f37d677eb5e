using System.Collections.Concurrent;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Jobs;

/// <summary>What a job's work is given, and where it says how far it is.</summary>
/// <param name="database">The clinic.</param>
/// <param name="job">The job.</param>
/// <param name="folder">A folder for the work's own files; it goes when the work ends.</param>
/// <param name="cancellation">Ends the work: somebody cancelled it, the worker is told to stop, or another one has the job.</param>
internal sealed class JobContext(ClinicDatabase database, Job job, string folder, CancellationToken cancellation)
{
    private readonly ConcurrentQueue<string> _lines = new();
    private volatile Tuple<double, string?> _progress = new(0, null);

    public ClinicDatabase Database { get; } = database;

    public Job Job { get; } = job;

    public string Folder { get; } = folder;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Who it is that writes, for the audit trail.</summary>
    public string Actor => $"worker/{Job.Worker}";

    /// <summary>How far the work is, 0 to 1, and what it is at.</summary>
    public Tuple<double, string?> Progress => _progress;

    /// <summary>Says how far the work is.</summary>
    public void Report(double progress, string? text = null) => _progress = new(progress, text);

    /// <summary>Adds a line to the log; it is written with the next heartbeat.</summary>
    public void Log(string text) => _lines.Enqueue(text);

    /// <summary>A line that is not written yet.</summary>
    public bool TryNextLine(out string? text) => _lines.TryDequeue(out text);
}

/// <summary>What came of a job: written in the transaction that ends it, so that there is one result or none.</summary>
/// <param name="Write">Writes, and gives what the job's <see cref="Job.ResultJson"/> shall be.</param>
/// <param name="Afterwards">What remains to be done once that is on the disk.</param>
internal sealed record JobOutcome(Func<Session, Task<string?>> Write, Func<Task>? Afterwards = null);

/// <summary>Does one kind of job.</summary>
internal delegate Task<JobOutcome> JobWork(JobContext context);
