using System.Globalization;
using Lucarne.Insight.Neighbours;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Recommendations;

/// <summary>Finds the rule of a recipe that holds for a case, and says what it rests on.</summary>
/// <param name="recipe">The recipe whose rules are used.</param>
public sealed class Recommender(Recipe recipe)
{
    /// <summary>What is recommended once a picture has been read. Where nobody knows how sure the model is, every class counts as possible.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="patient">What else is known.</param>
    /// <returns>The first rule that holds; null where the recipe has none.</returns>
    public Recommendation? For(PictureReading reading, PatientFacts patient)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(patient);
        return For(CaseOf(reading.Decision, reading.PredictedClass, reading.Confidence, reading.PredictionSet, reading.Probabilities.Keys, patient), reading.Nearest.Cases);
    }

    /// <summary>What rules are asked about a reading. Where no class is known to be ruled out, every class counts as possible.</summary>
    /// <param name="decision">What is to be made of the reading.</param>
    /// <param name="predictedClass">The likeliest class.</param>
    /// <param name="confidence">Its probability.</param>
    /// <param name="predictionSet">The classes that cannot be ruled out; empty where that was never measured.</param>
    /// <param name="classes">All classes.</param>
    /// <param name="patient">What else is known.</param>
    public static RuleCase CaseOf(
        Decision decision, string predictedClass, double confidence, IReadOnlyList<string> predictionSet, IEnumerable<string> classes, PatientFacts patient)
    {
        ArgumentNullException.ThrowIfNull(predictionSet);
        ArgumentNullException.ThrowIfNull(patient);
        (ReadingDecision Decision, IReadOnlyList<string> Possible) made = decision switch
        {
            Decision.Predicted => (ReadingDecision.Predicted, [predictedClass]),
            Decision.NotForThisModel => (ReadingDecision.NotForThisModel, []),
            Decision.Unsure when predictionSet.Count > 0 => (ReadingDecision.Unsure, predictionSet),
            _ => (ReadingDecision.Unsure, [.. classes]),
        };
        return new(made.Decision, made.Possible, confidence, patient.AgeYears, patient.SizeMm, patient.VolumeMl, patient.Earlier);
    }

    /// <summary>What rules are asked about where a doctor has said what it is: of that no rule doubts.</summary>
    /// <param name="className">The class.</param>
    /// <param name="patient">What else is known.</param>
    public static RuleCase CaseOf(string className, PatientFacts patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        return new(ReadingDecision.Predicted, [className], 1, patient.AgeYears, patient.SizeMm, patient.VolumeMl, patient.Earlier) { IsSaidByDoctor = true };
    }

    /// <summary>What is recommended.</summary>
    /// <param name="case">The answer, and what is known of the patient.</param>
    /// <param name="neighbours">Similar cases of known class, nearest first; none where there are none at hand.</param>
    /// <returns>The first rule that holds; null where the recipe has none.</returns>
    /// <exception cref="PredictException">The case names a class that the recipe does not have.</exception>
    public Recommendation? For(RuleCase @case, IReadOnlyList<Neighbour> neighbours)
    {
        ArgumentNullException.ThrowIfNull(@case);
        ArgumentNullException.ThrowIfNull(neighbours);
        foreach (var name in @case.Possible.Concat(@case.Earlier)) _ = Label(name);
        if (recipe.Recommendations.FirstOrDefault(rule => rule.When.Hold(@case)) is not { } rule) return null;
        bool? agree = @case.Decision == ReadingDecision.Predicted && neighbours.Count > 0
            ? 2 * neighbours.Count(neighbour => neighbour.Class == @case.Possible[0]) > neighbours.Count
            : null;
        return new(rule, new(English(@case, rule, neighbours), French(@case, rule, neighbours)), neighbours, agree);
    }

    private string English(RuleCase @case, RecommendationRule rule, IReadOnlyList<Neighbour> neighbours)
    {
        var confidence = @case.Confidence.ToString("0%", CultureInfo.InvariantCulture);
        var answer = @case.Decision switch
        {
            ReadingDecision.Predicted when @case.IsSaidByDoctor => $"A doctor says {Label(@case.Possible[0]).En}",
            ReadingDecision.Predicted => $"The model says {Label(@case.Possible[0]).En} ({confidence})",
            ReadingDecision.Unsure => $"The model cannot tell {Joined(@case.Possible.Select(name => Label(name).En), "and")} apart ({confidence} for the likeliest)",
            _ => "The picture does not look like what the model was trained on",
        };
        List<string> also = [];
        if (rule.When.AgeYears is not null) also.Add(string.Create(CultureInfo.InvariantCulture, $"the patient is {@case.AgeYears:0.#} years old"));
        if (rule.When.SizeMm is not null) also.Add(string.Create(CultureInfo.InvariantCulture, $"the finding measures {@case.SizeMm:0.#} mm"));
        if (rule.When.VolumeMl is not null) also.Add(string.Create(CultureInfo.InvariantCulture, $"the finding has {@case.VolumeMl:0.#} mL"));
        if (rule.When.Earlier.Count > 0) also.Add($"an earlier study showed {Joined(Earlier(@case, rule).Select(name => Label(name).En), "and")}");
        return $"{string.Join("; ", also.Prepend(answer))}. Rule '{rule.Id}'.{Alike(@case, neighbours, name => Label(name).En, (count, of, name) => $" Of the {of} most similar known cases {count} {(count == 1 ? "is" : "are")} {name}.")}";
    }

    private string French(RuleCase @case, RecommendationRule rule, IReadOnlyList<Neighbour> neighbours)
    {
        var french = CultureInfo.InvariantCulture.Clone() as CultureInfo ?? CultureInfo.InvariantCulture;
        french.NumberFormat.NumberDecimalSeparator = ",";
        var confidence = (@case.Confidence * 100).ToString("0", french) + "\u202f%";
        var answer = @case.Decision switch
        {
            ReadingDecision.Predicted when @case.IsSaidByDoctor => $"Un médecin répond\u202f: {Label(@case.Possible[0]).Fr}",
            ReadingDecision.Predicted => $"Le modèle répond\u202f: {Label(@case.Possible[0]).Fr} ({confidence})",
            ReadingDecision.Unsure => $"Le modèle ne peut départager {Joined(@case.Possible.Select(name => Label(name).Fr), "et")} ({confidence} pour la plus probable)",
            _ => "L'image ne ressemble pas à ce sur quoi le modèle a été formé",
        };
        List<string> also = [];
        if (rule.When.AgeYears is not null) also.Add(string.Create(french, $"le patient a {@case.AgeYears:0.#}\u202fans"));
        if (rule.When.SizeMm is not null) also.Add(string.Create(french, $"l'anomalie mesure {@case.SizeMm:0.#}\u202fmm"));
        if (rule.When.VolumeMl is not null) also.Add(string.Create(french, $"l'anomalie fait {@case.VolumeMl:0.#}\u202fmL"));
        if (rule.When.Earlier.Count > 0) also.Add($"un examen antérieur montrait\u202f: {Joined(Earlier(@case, rule).Select(name => Label(name).Fr), "et")}");
        return $"{string.Join("\u202f; ", also.Prepend(answer))}. Règle «\u202f{rule.Id}\u202f».{Alike(@case, neighbours, name => Label(name).Fr, (count, of, name) => $" Parmi les {of} cas connus les plus semblables, {count}\u202f: {name}.")}";
    }

    /// <summary>How many neighbours are of the predicted class, or of the commonest one where none is predicted.</summary>
    private static string Alike(RuleCase @case, IReadOnlyList<Neighbour> neighbours, Func<string, string> label, Func<int, int, string, string> sentence)
    {
        if (neighbours.Count == 0 || @case.Decision == ReadingDecision.NotForThisModel) return "";
        var name = @case.Decision == ReadingDecision.Predicted
            ? @case.Possible[0]
            : neighbours.GroupBy(neighbour => neighbour.Class).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).First().Key;
        return sentence(neighbours.Count(neighbour => neighbour.Class == name), neighbours.Count, label(name));
    }

    private static IEnumerable<string> Earlier(RuleCase @case, RecommendationRule rule) => rule.When.Earlier.Where(@case.Earlier.Contains);

    private LocalText Label(string name) => recipe.Classes.FirstOrDefault(label => label.Name == name)?.Label
        ?? throw new PredictException($"the recipe {recipe.Name} has no class '{name}'; its classes are {string.Join(", ", recipe.Classes.Select(label => label.Name))}");

    private static string Joined(IEnumerable<string> names, string and)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {and} {all[^1]}";
    }
}
