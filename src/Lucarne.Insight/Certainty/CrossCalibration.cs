using Lucarne.Learning;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Insight.Certainty;

/// <summary>
/// calibration.json of a cross-validation: the temperature and the bound of prediction sets that all its answers give, and what they are worth. Worth is
/// judged crosswise: each fold by a temperature and a bound that were found without it.
/// </summary>
/// <param name="Pictures">Answers, each by a network that had not seen the picture.</param>
/// <param name="Groups">Their groups.</param>
/// <param name="Temperature">Of all answers: what a run takes over.</param>
/// <param name="FoldTemperatures">Found without each fold in turn: how far they lie apart says how well one is known.</param>
/// <param name="Before">As the networks answered.</param>
/// <param name="After">With the temperatures found without their folds.</param>
/// <param name="Change">After less before.</param>
/// <param name="Sets">Prediction sets at the coverage that the recipe asks for.</param>
/// <param name="ReliabilityBefore">How often answers of each confidence are right.</param>
/// <param name="ReliabilityAfter">The same after.</param>
internal sealed record CrossCalibration(
    int Pictures, int Groups, double Temperature, IReadOnlyList<double> FoldTemperatures, CalibrationError Before, CalibrationError After, CalibrationChange Change,
    CrossSets Sets, IReadOnlyList<ReliabilityBin> ReliabilityBefore, IReadOnlyList<ReliabilityBin> ReliabilityAfter)
{
    /// <summary>Measures.</summary>
    /// <param name="folds">Of <see cref="HeldOut.Folds"/>.</param>
    /// <param name="coverage">How often the true class is wanted in a prediction set.</param>
    /// <param name="seed">Of the bootstrap.</param>
    /// <returns>The figures, and all answers before and after.</returns>
    public static (CrossCalibration Figures, IReadOnlyList<Prediction> Before, IReadOnlyList<Prediction> After) Of(IReadOnlyList<IReadOnlyList<Prediction>> folds, double coverage, int seed)
    {
        var all = new HeldOut(HeldOut.OfCrossValidation, [.. folds.SelectMany(fold => fold)]);
        var temperatures = new List<double>();
        var after = new List<Prediction>();
        var sets = new List<int[]>();
        foreach (var (number, fold) in folds.Index())
        {
            var (without, bound) = new HeldOut(HeldOut.OfCrossValidation, [.. folds.Where((_, i) => i != number).SelectMany(other => other)]).Fit(coverage);
            temperatures.Add(without);
            Prediction[] calibrated = [.. fold.Select(answer => answer with { Probabilities = Certainty.Temperature.Apply(answer.Probabilities, without) })];
            after.AddRange(calibrated);
            sets.AddRange(calibrated.Select(answer => bound.Of(answer.Probabilities)));
        }

        var (temperature, last) = all.Fit(coverage);
        var held = sets.Zip(after, (set, answer) => set.Contains(answer.Truth)).ToList();
        var figures = new CrossCalibration(
            all.Answers.Count, all.GroupCount, temperature, temperatures, CalibrationError.Of(all.Answers, seed), CalibrationError.Of(after, seed),
            CalibrationChange.Of(all.Answers, after, seed),
            new CrossSets(coverage, double.IsFinite(last.Bound) ? last.Bound : null, (double)held.Count(holds => holds) / held.Count, sets.Average(set => set.Length)),
            Filled(all.Answers), Filled(after));
        return (figures, all.Answers, after);
    }

    public void Write(string crossval) => JsonFile.Write(Path.Combine(crossval, "calibration.json"), this);

    private static List<ReliabilityBin> Filled(IReadOnlyList<Prediction> answers) => [.. Reliability.Bins(answers).Where(bin => bin.Count > 0)];
}

/// <summary>Prediction sets, judged crosswise.</summary>
/// <param name="Wanted">How often the true class is wanted in a set.</param>
/// <param name="Bound">Of all answers: what a run takes over; null where the groups are too few, and every class is in every set.</param>
/// <param name="Coverage">How often it is.</param>
/// <param name="MeanSize">Classes in a set on average.</param>
internal sealed record CrossSets(double Wanted, double? Bound, double Coverage, double MeanSize);
