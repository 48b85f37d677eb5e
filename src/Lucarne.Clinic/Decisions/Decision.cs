namespace Lucarne.Clinic.Decisions;

/// <summary>What a doctor does.</summary>
public enum DecisionKind
{
    /// <summary>Finds what the model finds.</summary>
    Agrees,

    /// <summary>Finds something else.</summary>
    Corrects,

    /// <summary>Says something.</summary>
    Comments,

    /// <summary>Closes the study.</summary>
    Signs,
}

/// <summary>What is entered of a decision.</summary>
public sealed record DecisionEntry
{
    /// <summary>Of which study.</summary>
    public required long StudyId { get; init; }

    /// <summary>Of which finding; needed to agree and to correct.</summary>
    public long? FindingId { get; init; }

    /// <summary>What the doctor does.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>What it is instead; needed to correct a class.</summary>
    public string? CorrectedClass { get; init; }

    /// <summary>The doctor's words; needed to comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The version of the study that the doctor saw. Needed for all but a comment.</summary>
    public long? StudyVersion { get; init; }
}

/// <summary>What a doctor decided. It is never changed.</summary>
public sealed record Decision
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>Of which study.</summary>
    public long StudyId { get; init; }

    /// <summary>Of which finding.</summary>
    public long? FindingId { get; init; }

    /// <summary>What the doctor did.</summary>
    public DecisionKind Kind { get; init; }

    /// <summary>What it is instead.</summary>
    public string? CorrectedClass { get; init; }

    /// <summary>The doctor's words.</summary>
    public string? Comment { get; init; }

    /// <summary>Which doctor.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset DecidedAt { get; init; }
}

/// <summary>How often doctors agreed with a model in a month.</summary>
public sealed record MonthlyAgreement
{
    /// <summary>The month, such as <c>2026-03</c>.</summary>
    public string Month { get; init; } = "";

    /// <summary>Findings whose last judgement was an agreement.</summary>
    public int Agreed { get; init; }

    /// <summary>Findings whose last judgement was a correction.</summary>
    public int Corrected { get; init; }
}
