using System.Text.Json;
using Lucarne.Clinic.Findings;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Models;
using Lucarne.Server.Reading;
using ClinicUrgency = Lucarne.Clinic.Studies.Urgency;

namespace Lucarne.Server.Studies;

/// <summary>What a recommendation says, as a finding keeps it.</summary>
/// <param name="Actions">What is to be done.</param>
/// <param name="Examination">The examination to order; null for none.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="WithinDays">The delay; null where none is stated.</param>
/// <param name="Basis">Why the rule held.</param>
public sealed record Advice(IReadOnlyList<LocalText> Actions, LocalText? Examination, LocalText Source, int? WithinDays, LocalText Basis)
{
    /// <summary>Reads what was kept; null where another program wrote it in another form.</summary>
    public static Advice? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Advice>(json, ReadingMessage.Form) is { Actions: not null, Source: not null, Basis: not null } advice ? advice : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the run's reviewed rules recommend. A run that does not know how sure it is recommends nothing: a person decides.</summary>
    internal static IReadOnlyList<RecommendationEntry> For(ServedModel model, ModelAnswer answer, double? ageYears, IReadOnlyList<string> earlier)
    {
        ReadingDecision? decision = answer.Decision switch
        {
            ReadingDecisions.Predicted => ReadingDecision.Predicted,
            ReadingDecisions.Unsure => ReadingDecision.Unsure,
            ReadingDecisions.NotForThisModel => ReadingDecision.NotForThisModel,
            _ => null,
        };
        if (decision is not { } made) return [];
        IReadOnlyList<string> possible = made switch
        {
            ReadingDecision.Predicted => [answer.PredictedClass],
            ReadingDecision.Unsure => answer.PredictionSet,
            _ => [],
        };
        var neighbours = answer.Neighbours.Select(near => new Insight.Recommendations.SimilarCase(near.File, near.Class, near.Distance)).ToList();
        if (new Recommender(model.Recipe).For(new RuleCase(made, possible, answer.Confidence, ageYears, Earlier: earlier), neighbours) is not { } held) return [];
        var advice = new Advice([.. held.Rule.Actions], held.Rule.Examination, held.Rule.Source, held.Rule.WithinDays, held.Basis);
        return [new RecommendationEntry(held.Rule.Id, Enum.Parse<ClinicUrgency>(held.Rule.Urgency.ToString()), JsonSerializer.Serialize(advice, ReadingMessage.Form))];
    }
}
