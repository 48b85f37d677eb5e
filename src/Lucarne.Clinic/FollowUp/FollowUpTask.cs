namespace Lucarne.Clinic.FollowUp;

/// <summary>Whether a task is still to be done.</summary>
public enum FollowUpStatus
{
    /// <summary>To be done.</summary>
    Open,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Not to be done any more.</summary>
    Dropped,
}

/// <summary>What is entered of a task.</summary>
public sealed record FollowUpEntry
{
    /// <summary>Whose.</summary>
    public required long PatientId { get; init; }

    /// <summary>From which study, if from one.</summary>
    public long? StudyId { get; init; }

    /// <summary>From which recommendation, if from one.</summary>
    public long? RecommendationId { get; init; }

    /// <summary>What is to be done, 1 to 1000 characters.</summary>
    public required string Text { get; init; }

    /// <summary>By when.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>The sign-in name of whoever is to do it; null for anybody.</summary>
    public string? AssignedTo { get; init; }
}

/// <summary>What a decision on a recommendation leaves to be done.</summary>
/// <param name="Text">What, 1 to 1000 characters.</param>
/// <param name="DueOn">By when.</param>
public sealed record FollowUpPlan(string Text, DateOnly DueOn);

/// <summary>Something to be done for a patient by a day.</summary>
public sealed record FollowUpTask
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long PatientId { get; init; }

    /// <summary>From which study.</summary>
    public long? StudyId { get; init; }

    /// <summary>From which recommendation.</summary>
    public long? RecommendationId { get; init; }

    /// <summary>What is to be done.</summary>
    public string Text { get; init; } = "";

    /// <summary>By when.</summary>
    public DateOnly DueOn { get; init; }

    /// <summary>Whether it is still to be done.</summary>
    public FollowUpStatus Status { get; init; }

    /// <summary>Who is to do it; null for anybody.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>Who entered it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it was entered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who did or dropped it.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>When it was done or dropped.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Rises with each change.</summary>
    public long Version { get; init; }
}
