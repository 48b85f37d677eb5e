using System.Text.Json;
using Lucarne.Clinic.Findings;
using Lucarne.Insight;
using Lucarne.Insight.Neighbours;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Models;
using Lucarne.Server.Reading;

namespace Lucarne.Server.Studies;

/// <summary>What a recommendation says, as a finding keeps it; workers write the same form.</summary>
/// <param name="Rule">The rule that held.</param>
/// <param name="Basis">Why it held.</param>
public sealed record Advice(AdviceRule Rule, LocalText Basis)
{
    /// <summary>Reads what was kept; null where another program wrote it in another form.</summary>
    public static Advice? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Advice>(json, ReadingMessage.Form) is { Rule: { Actions: not null, Source: not null }, Basis: not null } advice ? advice : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the run's reviewed rules recommend. Where a run does not know how sure it is, every class counts as possible.</summary>
    internal static IReadOnlyList<RecommendationEntry> For(ServedModel model, ModelAnswer answer, double? ageYears, IReadOnlyList<string> earlier)
    {
        string[] known = [.. earlier.Where(name => model.Recipe.Classes.Any(label => label.Name == name))];
        var @case = Recommender.CaseOf(DecisionOf(answer.Decision), answer.PredictedClass, answer.Confidence, answer.PredictionSet, answer.Probabilities.Keys, new PatientFacts(ageYears, Earlier: known));
        var neighbours = answer.Neighbours.Select(near => new Neighbour(near.File, near.Class, near.Distance, null)).ToList();
        if (new Recommender(model.Recipe).For(@case, neighbours) is not { } held) return [];
        var rule = held.Rule;
        var advice = new Advice(new AdviceRule([.. rule.Actions], rule.Examination, rule.Source, rule.WithinDays), held.Basis);
        return [new RecommendationEntry(rule.Id, rule.Urgency, JsonSerializer.Serialize(advice, ReadingMessage.Form))];
    }

    private static Decision DecisionOf(string decision) => decision switch
    {
        ReadingDecisions.Predicted => Decision.Predicted,
        ReadingDecisions.Unsure => Decision.Unsure,
        ReadingDecisions.NotForThisModel => Decision.NotForThisModel,
        _ => Decision.CertaintyUnknown,
    };
}

/// <summary>What a rule says.</summary>
/// <param name="Actions">What is to be done.</param>
/// <param name="Examination">The examination to order; null for none.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="WithinDays">The delay; null where none is stated.</param>
public sealed record AdviceRule(IReadOnlyList<LocalText> Actions, LocalText? Examination, LocalText Source, int? WithinDays);
