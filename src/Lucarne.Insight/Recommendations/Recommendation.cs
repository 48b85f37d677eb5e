using Lucarne.Insight.Neighbours;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Recommendations;

/// <summary>What is recommended for a case, and what that rests on. A help to the doctor, who accepts or changes it.</summary>
/// <param name="Rule">The rule that held.</param>
/// <param name="Basis">Why it held, in words: the answer, how sure it is, what else the rule asked for, and the neighbours.</param>
/// <param name="Neighbours">The similar cases of known class that were at hand.</param>
/// <param name="NeighboursAgree">Whether more than half of them are of the class that was predicted; null where none is predicted or none is at hand.</param>
public sealed record Recommendation(RecommendationRule Rule, LocalText Basis, IReadOnlyList<Neighbour> Neighbours, bool? NeighboursAgree)
{
    /// <summary>How soon, what is to be done, and which examination to order.</summary>
    public LocalText Advice => Words.Advice(Rule);

    /// <summary>What it rests on: why the rule held, and where it comes from.</summary>
    public LocalText Support => Words.Support(Basis, Rule);

    private static readonly RuleWords Words = new(new Learning.Report.Texts([new RecommendationChapter()]), (name, _) => name);
}

/// <summary>What is known of the patient beside the picture.</summary>
/// <param name="AgeYears">Age; null: unknown.</param>
/// <param name="SizeMm">The finding's largest diameter, as a person measured it; null: unknown.</param>
/// <param name="VolumeMl">The finding's volume; null: unknown.</param>
/// <param name="Earlier">Classes found in earlier studies, by their names in the recipe; null: none.</param>
public sealed record PatientFacts(double? AgeYears = null, double? SizeMm = null, double? VolumeMl = null, IReadOnlyList<string>? Earlier = null)
{
    /// <summary>Nothing but the picture.</summary>
    public static PatientFacts Unknown { get; } = new();
}
