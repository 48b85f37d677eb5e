namespace Lucarne.Clinic.Jobs;

/// <summary>A worker's hold on a job: what is written under it is refused once another worker holds the job.</summary>
/// <param name="Job">The job as it was taken.</param>
/// <param name="Number">The job's lease number.</param>
internal sealed record JobLease(Job Job, long Number);

/// <summary>What a worker hears when it says that it is still at work.</summary>
internal enum LeaseState
{
    /// <summary>Go on.</summary>
    Held,

    /// <summary>Somebody wants it to stop.</summary>
    CancelAsked,

    /// <summary>Another worker has it, or it is over; whatever comes of it is refused.</summary>
    Lost,
}

/// <summary>A worker wrote to a job that is no longer its own; nothing was written.</summary>
/// <param name="id">Which job.</param>
internal sealed class LostLeaseException(long id) : ClinicException($"job/{id} has been given to another worker, or is over; what this one made of it is not kept.");
