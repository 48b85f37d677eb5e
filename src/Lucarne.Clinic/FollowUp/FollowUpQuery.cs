namespace Lucarne.Clinic.FollowUp;

/// <summary>Which tasks are asked for.</summary>
public sealed record FollowUpQuery
{
    /// <summary>Only these; null for all.</summary>
    public FollowUpStatus? Status { get; init; }

    /// <summary>Only those due by this day; null for all.</summary>
    public DateOnly? DueBy { get; init; }

    /// <summary>Only those of this person; null for everybody's.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>Only those of this patient; null for everybody's.</summary>
    public long? PatientId { get; init; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    public FollowUpPlace? After { get; init; }

    /// <summary>At most so many, 500 at most.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A place among tasks: the first due first.</summary>
/// <param name="DueOn">The task's day.</param>
/// <param name="TaskId">The task.</param>
public sealed record FollowUpPlace(DateOnly DueOn, long TaskId);
