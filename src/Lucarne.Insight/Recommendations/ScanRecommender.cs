using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Segment;

namespace Lucarne.Insight.Recommendations;

/// <summary>Finds the rule of a segmentation's recipe that holds for a scan: for volumes, and for how they changed since the scan before.</summary>
public static class ScanRecommender
{
    /// <summary>What is recommended.</summary>
    /// <param name="recipe">The recipe whose rules are used.</param>
    /// <param name="volumes">What was measured in the scan.</param>
    /// <param name="followUp">How that differs from the scan before; null: there is none.</param>
    /// <param name="byDoctor">Whether the volumes are of a doctor's contours, and not of the network's.</param>
    /// <returns>The first rule that holds; null where the recipe has none.</returns>
    public static Recommendation? For(Recipe recipe, ScanVolumes volumes, FollowUp? followUp, bool byDoctor = false)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(volumes);
        var measures = volumes.Structures.ToDictionary(
            structure => structure.Name,
            structure => new StructureMeasure(structure.VolumeMl, followUp?.Structures.FirstOrDefault(change => change.Name == structure.Name)?.ChangePercent));
        var @case = new RuleCase(ReadingDecision.Predicted, [], 1) { Structures = measures };
        return recipe.Recommendations.FirstOrDefault(rule => rule.When.Hold(@case)) is { } rule
            ? new(rule, new(Basis(rule, volumes, measures, followUp, byDoctor, Language.English), Basis(rule, volumes, measures, followUp, byDoctor, Language.French)), [], null)
            : null;
    }

    private static string Basis(RecommendationRule rule, ScanVolumes volumes, Dictionary<string, StructureMeasure> measures, FollowUp? followUp, bool byDoctor, Language language)
    {
        var french = language == Language.French;
        var drawn = !byDoctor ? "" : french ? "D'après le tracé d'un médecin. " : "As a doctor drew it. ";
        var named = drawn + (french ? $"Règle «\u202f{rule.Id}\u202f»." : $"Rule '{rule.Id}'.");
        if (rule.When.Structure is not { } name || !measures.TryGetValue(name, out var measure)) return named;
        var label = volumes.Structures.First(structure => structure.Name == name).Label.In(language);
        var volume = $"{label}{(french ? "\u202f: " : ": ")}{Numbers.Fixed(measure.VolumeMl, 1, language)}\u202fmL";
        if (measure.ChangePercent is not { } change || followUp is null) return $"{volume}. {named}";
        var signed = $"{(change > 0 ? "+" : "")}{Numbers.Percent(change / 100, language, 0)}";
        return french ? $"{volume}, {signed} en {followUp.Days} jours. {named}" : $"{volume}, {signed} in {followUp.Days} days. {named}";
    }
}
