using Lucarne.Insight.Certainty;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;

namespace Lucarne.Insight;

/// <summary>Readings in words, in both languages.</summary>
internal sealed class ReadingWords
{
    private readonly Texts _texts = new([new CertaintyChapter()]);
    private readonly Dictionary<string, LocalText> _labels;

    public ReadingWords(Recipe recipe, string model)
    {
        _labels = recipe.Classes.ToDictionary(label => label.Name, label => label.Label, StringComparer.Ordinal);
        Notice = Both("certainty.notice", _ => [model]);
    }

    /// <summary>A help to the doctor, never a diagnosis; with the model's version.</summary>
    public LocalText Notice { get; }

    /// <summary>The decision of a reading.</summary>
    public LocalText Sentence(PictureReading reading) => reading.Decision switch
    {
        Decision.Predicted => Both("certainty.say.predicted", l => [Label(reading.PredictedClass, l), Numbers.Percent(reading.Confidence, l, 0)]),
        Decision.Unsure => Both("certainty.say.unsure", l => [OneOf(reading.PredictionSet, l)]),
        Decision.NotForThisModel when reading.OutOfDistribution!.IsTooColourful => Both("certainty.say.colour", _ => []),
        Decision.NotForThisModel => Both("certainty.say.refused", _ => []),
        _ => Both("certainty.say.unknown", l => [Label(reading.PredictedClass, l), Numbers.Percent(reading.Confidence, l, 0)]),
    };

    /// <summary>What a person reads of a reading where there is no page, a line each.</summary>
    public IReadOnlyList<LocalText> Lines(PictureReading reading)
    {
        var lines = new List<LocalText> { reading.Decision == Decision.NotForThisModel ? reading.Sentence : WithProbabilities(reading) };
        if (reading.Nearest.LearnedFrom is not null) lines.Add(Both("certainty.line.learned", _ => []));
        if (reading is { Nearest: { Agree: false, Majority: { } majority }, Decision: not Decision.NotForThisModel })
            lines.Add(Both("certainty.line.disagree", l => [Label(majority, l)]));
        return lines;
    }

    /// <summary>What a class is called.</summary>
    public LocalText Label(string name) => _labels.TryGetValue(name, out var label) ? label : new LocalText(name, name);

    private LocalText WithProbabilities(PictureReading reading)
    {
        string Listed(Language language) => string.Join(language == Language.French ? "\u202f; " : ", ",
            reading.Probabilities.OrderByDescending(pair => pair.Value).Select(pair => $"{Label(pair.Key, language)} {Numbers.Percent(pair.Value, language)}"));
        return new($"{reading.Sentence.En} ({Listed(Language.English)})", $"{reading.Sentence.Fr} ({Listed(Language.French)})");
    }

    private string OneOf(IReadOnlyList<string> classes, Language language)
    {
        string[] labels = [.. classes.Select(name => Label(name, language))];
        return labels.Length < 2 ? string.Concat(labels) : $"{string.Join(", ", labels[..^1])} {_texts.Of(language, "certainty.or")} {labels[^1]}";
    }

    private string Label(string name, Language language) => Label(name).In(language);

    private LocalText Both(string key, Func<Language, object[]> values) =>
        new(_texts.Of(Language.English, key, values(Language.English)), _texts.Of(Language.French, key, values(Language.French)));
}
