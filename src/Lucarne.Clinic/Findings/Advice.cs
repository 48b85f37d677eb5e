using Lucarne.Clinic.Readings;
using Lucarne.Insight.Neighbours;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;
using ScanChange = Lucarne.Learning.Segment.FollowUp;

namespace Lucarne.Clinic.Findings;

/// <summary>What a recommendation says, as the store keeps it.</summary>
/// <param name="Rule">The rule that held.</param>
/// <param name="Basis">Why it held.</param>
/// <param name="NeighboursAgree">Whether most similar cases are of the predicted class; null where none is predicted or none is at hand.</param>
public sealed record Advice(AdviceRule Rule, LocalText Basis, bool? NeighboursAgree = null)
{
    /// <summary>Reads what was kept; null where another program wrote it in another form.</summary>
    public static Advice? Read(string json) => JsonForm.ReadOrNull<Advice>(json) is { Rule: { Actions: not null, Source: not null }, Basis: not null } advice ? advice : null;

    /// <summary>What a run's reviewed rules recommend; nothing where it has none.</summary>
    /// <param name="recipe">The run's recipe.</param>
    /// <param name="answer">What its model said.</param>
    /// <param name="patient">What is known of the patient.</param>
    /// <param name="said">The class that a doctor gave instead; null where none did. One that the recipe does not know leaves it at what the model said.</param>
    internal static IReadOnlyList<RecommendationEntry> For(Recipe recipe, ModelAnswer answer, PatientFacts patient, string? said = null)
    {
        // Classes that this recipe does not know say nothing to its rules.
        string[] known = [.. (patient.Earlier ?? []).Where(name => recipe.Classes.Any(label => label.Name == name))];
        var decision = AnswerDecisions.Reading(AnswerDecisions.Finding(answer.Decision));
        patient = patient with { Earlier = known };
        var @case = recipe.Classes.Any(label => label.Name == said)
            ? Recommender.CaseOf(said!, patient)
            : Recommender.CaseOf(decision, answer.PredictedClass, answer.Confidence, answer.PredictionSet, answer.Probabilities.Keys, patient);
        var neighbours = answer.Neighbours.Select(near => new Neighbour(near.File, near.Class, near.Distance, null)).ToList();
        return Kept(new Recommender(recipe).For(@case, neighbours));
    }

    /// <summary>What a segmentation's reviewed rules recommend; nothing where it has none.</summary>
    internal static IReadOnlyList<RecommendationEntry> For(Recipe recipe, ScanVolumes volumes, ScanChange? followUp, bool byDoctor = false) => Kept(ScanRecommender.For(recipe, volumes, followUp, byDoctor));

    private static IReadOnlyList<RecommendationEntry> Kept(Lucarne.Insight.Recommendations.Recommendation? held)
    {
        if (held is null) return [];
        var rule = held.Rule;
        var advice = new Advice(new AdviceRule([.. rule.Actions], rule.Examination, rule.Source, rule.WithinDays), held.Basis, held.NeighboursAgree);
        return [new RecommendationEntry(rule.Id, rule.Urgency, JsonForm.Write(advice))];
    }
}

/// <summary>What a rule says.</summary>
/// <param name="Actions">What is to be done.</param>
/// <param name="Examination">The examination to order; null for none.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="WithinDays">The delay; null where none is stated.</param>
public sealed record AdviceRule(IReadOnlyList<LocalText> Actions, LocalText? Examination, LocalText Source, int? WithinDays);
