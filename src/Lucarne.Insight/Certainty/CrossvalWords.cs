using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Runs;

namespace Lucarne.Insight.Certainty;

/// <summary>What a cross-validation found, in sentences of both languages.</summary>
internal sealed class CrossvalWords
{
    // Below this share of draws what is seen is taken for more than chance.
    private const double Rare = 0.05;

    private readonly Texts _texts;

    public CrossvalWords(Texts texts, CrossCalibration figures, Leakage? leakage)
    {
        _texts = texts;
        Calibration = [Temperature(figures), Change(figures), Chance(figures), Sets(figures.Sets)];
        Leakage = leakage is null ? [] : [Gap(leakage), Met(leakage)];
    }

    /// <summary>How far confidence is to be believed.</summary>
    public IReadOnlyList<LocalText> Calibration { get; }

    /// <summary>What leaks in a random split; nothing where it was not asked for.</summary>
    public IReadOnlyList<LocalText> Leakage { get; }

    /// <summary>All sentences.</summary>
    public IReadOnlyList<LocalText> Lines => [.. Leakage, .. Calibration];

    private LocalText Temperature(CrossCalibration figures) => Both("crossval.say.temperature", l =>
    [
        Numbers.Whole(figures.Pictures, l), Numbers.Whole(figures.Groups, l), Numbers.Fixed(figures.Temperature, 2, l),
        Numbers.Fixed(figures.FoldTemperatures.Min(), 2, l), Numbers.Fixed(figures.FoldTemperatures.Max(), 2, l),
    ]);

    private LocalText Change(CrossCalibration figures) => Both(
        (figures.Change.EceCi95.High < 0, figures.Change.EceCi95.Low > 0) switch { (true, _) => "crossval.say.helped", (_, true) => "crossval.say.harmed", _ => "crossval.say.unchanged" }, l =>
        [
            Numbers.Fixed(figures.Before.Ece, 3, l), Numbers.Fixed(figures.After.Ece, 3, l), Range(figures.Change.EceCi95, l),
            Numbers.Fixed(figures.Before.LogLoss, 3, l), Numbers.Fixed(figures.After.LogLoss, 3, l), Range(figures.Change.LogLossCi95, l),
        ]);

    private LocalText Chance(CrossCalibration figures) => Both(figures.After.ChanceShare < Rare ? "crossval.say.beyond" : "crossval.say.chance", l =>
    [
        Numbers.Fixed(figures.After.EceByChance, 3, l), Numbers.Percent(figures.After.ChanceShare, l),
        Numbers.Fixed(figures.Before.Rms, 3, l), Numbers.Fixed(figures.After.Rms, 3, l),
    ]);

    private LocalText Sets(CrossSets sets) => Both(sets.Bound is null ? "crossval.say.nosets" : "crossval.say.sets", l =>
        [Numbers.Percent(sets.Wanted, l, 0), Numbers.Percent(sets.Coverage, l), Numbers.Fixed(sets.MeanSize, 2, l)]);

    private LocalText Gap(Leakage leakage) => Both(leakage.IsCertain ? "crossval.say.leaks" : "crossval.say.leakless", l =>
    [
        Numbers.Percent(leakage.Grouped.Accuracy, l), Numbers.Percent(leakage.Grouped.FoldDeviation, l), Numbers.Percent(leakage.Random.Accuracy, l), Numbers.Percent(leakage.Random.FoldDeviation, l),
        Points(leakage.AccuracyGap, l), Points(leakage.AccuracyGapCi95.Low, l), Points(leakage.AccuracyGapCi95.High, l),
    ]);

    private LocalText Met(Leakage leakage) => Both("crossval.say.met", l => [Numbers.Percent(leakage.MetBefore, l)]);

    private static string Points(double fraction, Language language) => Numbers.Fixed(100 * fraction, 1, language);

    private string Range(Interval interval, Language language) => _texts.Of(language, "crossval.range", Numbers.Fixed(interval.Low, 3, language), Numbers.Fixed(interval.High, 3, language));

    private LocalText Both(string key, Func<Language, object[]> values) =>
        new(_texts.Of(Language.English, key, values(Language.English)), _texts.Of(Language.French, key, values(Language.French)));
}
