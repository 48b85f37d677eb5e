using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Jobs;

/// <summary>What a worker is to do.</summary>
public enum JobKind
{
    /// <summary>An uploaded file becomes patient, study and images.</summary>
    Import,

    /// <summary>A model says what a picture shows.</summary>
    Predict,

    /// <summary>A model draws the structures of a scan.</summary>
    Segment,

    /// <summary>A doctor's contours are checked and kept beside what a model drew.</summary>
    Correct,

    /// <summary>Heat map, similar cases, certainty.</summary>
    Explain,

    /// <summary>A recipe is trained on a folder.</summary>
    Train,

    /// <summary>A document is made.</summary>
    Report,

    /// <summary>A folder of data is looked into.</summary>
    Check,
}

/// <summary>How far a job is.</summary>
public enum JobStatus
{
    /// <summary>It waits for a worker, or for its next attempt.</summary>
    Queued,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>It is done, and its result is in the database.</summary>
    Done,

    /// <summary>It cannot be done; <see cref="Job.Failure"/> says why.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>Its file ended workers, and nobody touches it any more; <see cref="Job.Failure"/> says so.</summary>
    Quarantined,
}

/// <summary>What is entered of a job.</summary>
public sealed record JobEntry
{
    /// <summary>What is to be done.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>What the work needs to know, as JSON.</summary>
    public required string PayloadJson { get; init; }

    /// <summary>Urgent jobs go first.</summary>
    public Urgency Urgency { get; init; } = Urgency.Routine;

    /// <summary>The stored file it reads; a file that ends workers is known by this.</summary>
    public string? FileSha256 { get; init; }

    /// <summary>The study it belongs to.</summary>
    public long? StudyId { get; init; }
}

/// <summary>A piece of work for a worker.</summary>
public sealed record Job
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>What is to be done.</summary>
    public JobKind Kind { get; init; }

    /// <summary>How far it is.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Urgent jobs go first.</summary>
    public Urgency Urgency { get; init; }

    /// <summary>What the work needs to know, as JSON.</summary>
    public string PayloadJson { get; init; } = "";

    /// <summary>The stored file it reads.</summary>
    public string? FileSha256 { get; init; }

    /// <summary>The study it belongs to.</summary>
    public long? StudyId { get; init; }

    /// <summary>Who asked for it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>No worker takes it before.</summary>
    public DateTimeOffset AvailableAt { get; init; }

    /// <summary>When a worker took it first.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How often a worker took it.</summary>
    public int Attempts { get; init; }

    /// <summary>How many workers ended over it.</summary>
    public int Deaths { get; init; }

    /// <summary>Rises each time a worker takes it; what a worker writes under an older number is refused.</summary>
    public long Lease { get; init; }

    /// <summary>The worker that has it, or had it last.</summary>
    public string? Worker { get; init; }

    /// <summary>Whether somebody wants it to stop.</summary>
    public bool IsCancelAsked { get; init; }

    /// <summary>How far it is, 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>What it is at.</summary>
    public string? ProgressText { get; init; }

    /// <summary>What came of it, as JSON.</summary>
    public string? ResultJson { get; init; }

    /// <summary>Why it failed, in a sentence.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether nothing more will happen to it.</summary>
    public bool IsOver => Status is not (JobStatus.Queued or JobStatus.Running);
}

/// <summary>A line of a job's log.</summary>
public sealed record JobLine
{
    /// <summary>Its place, from 1.</summary>
    public long Number { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    public string Text { get; init; } = "";
}

/// <summary>How many jobs there are.</summary>
/// <param name="Queued">They wait.</param>
/// <param name="Running">Workers have them.</param>
/// <param name="Failed">They failed.</param>
/// <param name="Quarantined">Their files ended workers.</param>
/// <param name="Workers">So many workers have a job right now.</param>
/// <param name="OldestWaitingSince">When the job that waits longest could have begun; null where none waits.</param>
public sealed record JobCounts(long Queued, long Running, long Failed, long Quarantined, long Workers, DateTimeOffset? OldestWaitingSince);
