using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Findings;

/// <summary>What a doctor made of a recommendation.</summary>
public enum RecommendationStatus
{
    /// <summary>Nothing yet.</summary>
    Proposed,

    /// <summary>It is done as proposed.</summary>
    Accepted,

    /// <summary>Something else is done, in the doctor's words.</summary>
    Changed,

    /// <summary>It is not done.</summary>
    Declined,
}

/// <summary>What is entered of a recommendation.</summary>
/// <param name="Rule">The recipe's rule that it rests on.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="DetailJson">What Insight gives: texts in both languages, delay, examination, source, neighbours.</param>
public sealed record RecommendationEntry(string Rule, Urgency Urgency, string DetailJson);

/// <summary>What follows from a finding by a rule of the recipe.</summary>
public sealed record Recommendation
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>From which finding.</summary>
    public long FindingId { get; init; }

    /// <summary>Of which study.</summary>
    public long StudyId { get; init; }

    /// <summary>Its place among those of the finding, from 0.</summary>
    public int Position { get; init; }

    /// <summary>The recipe's rule that it rests on.</summary>
    public string Rule { get; init; } = "";

    /// <summary>How soon.</summary>
    public Urgency Urgency { get; init; }

    /// <summary>What Insight gives, as JSON.</summary>
    public string DetailJson { get; init; } = "";

    /// <summary>What a doctor made of it.</summary>
    public RecommendationStatus Status { get; init; }

    /// <summary>The doctor's words, where it was changed or declined.</summary>
    public string? ChangedText { get; init; }

    /// <summary>Which doctor.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Rises with each change.</summary>
    public long Version { get; init; }
}
