using Lucarne.Imaging;
using Lucarne.Insight.Neighbours;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Certainty;

/// <summary>
/// Finds out how sure a run's network is. Temperature and prediction sets come from the validation part, or from a cross-validation of the same recipe
/// and data, which has more patients, and are judged on the test part with the network that had seen neither; after a refit the network that answers takes them over, since no picture is left that it has not
/// seen. What foreign pictures look like is found for the network that answers, see <see cref="ForeignBounds"/>.
/// </summary>
internal static class CertaintyStudy
{
    // Colour is measured on small pictures here and on larger ones later; a shade more must not refuse.
    private const double ColourSlack = 0.03;

    /// <summary>Measures, and writes what was found into the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="crossval">The folder of a cross-validation whose answers calibrate; null: the validation part does.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="PredictException">The folder is no cross-validation of the run's classes.</exception>
    public static void Of(JudgedRun run, string? crossval, CancellationToken cancellation)
    {
        var options = run.Recipe.Certainty;
        using var judged = TrainedModel.LoadJudged(run.Folder.Path, run.Device);
        var (train, validation, test) = (judged.Inspect(run.Train, cancellation), judged.Inspect(run.Validation, cancellation), judged.Inspect(run.Test, cancellation));
        var held = crossval is null ? new HeldOut(HeldOut.OfValidation, Answers(validation)) : HeldOut.FromCrossValidation(crossval, run.Recipe);
        var (temperature, sets) = held.Fit(options.Coverage);

        // A cross-validation has judged the test part's patients too; what is to be judged on them must not have seen them.
        var (judgedTemperature, judgedSets) = held.Without(run.Test.Select(picture => picture.File).ToHashSet(StringComparer.Ordinal)).Fit(options.Coverage);
        var bounds = ForeignBounds.Of(train, validation, options.Keep, run.Recipe.Train.Seed);
        var colourLimit = ColourLimit(run, cancellation);
        var rule = new CertaintyRule(options.Coverage, judgedTemperature, judgedSets, bounds.Familiarity, bounds.Threshold, colourLimit);
        var decided = test.Select(one => (one.Picture.Label, Judged: rule.Judge(one.Seen, 0))).ToList();

        var refit = File.Exists(run.Folder.Judged);
        var serving = refit ? bounds.For(Serving(run, cancellation), options.Keep, run.Recipe.Train.Seed) : bounds;
        serving.Familiarity?.Write(CertaintyRule.FamiliarityIn(run.Folder.Path));
        using var thumbnails = new Thumbnails(run.Folder.Path);
        thumbnails.Write(refit ? [.. run.Train, .. run.Validation, .. run.Test] : run.Train, judged.Shaper.Options().Limits, cancellation);
        new CertaintyRecord
        {
            Model = ModelVersion.Of(run.Folder.Path),
            Refit = refit,
            Coverage = options.Coverage,
            Keep = options.Keep,
            Temperature = temperature,
            CalibratedOn = new CalibrationSource(held.Source, held.Answers.Count, held.GroupCount, judgedTemperature),
            Validation = Calibration(validation, temperature),
            Test = Calibration(test, judgedTemperature),
            Sets = Figures(sets, held, decided, judged.Facts.Classes),
            OutOfDistribution = new ForeignFigures(
                Finite(serving.Threshold), Finite(bounds.Threshold), bounds.Loosening, colourLimit,
                decided.Count == 0 ? null : Share(decided, one => one.Judged.Decision != Decision.NotForThisModel)),
            Decisions = Count(decided),
        }.Write(run.Folder.Path);
    }

    private static List<(LabelledPicture Picture, Inspection Seen)> Serving(JudgedRun run, CancellationToken cancellation)
    {
        using var model = TrainedModel.Load(run.Folder.Path, run.Device);
        return model.Inspect([.. run.Train, .. run.Validation, .. run.Test], cancellation);
    }

    /// <summary>The colour that no picture learned from or validated on has, with a shade to spare.</summary>
    private static double ColourLimit(JudgedRun run, CancellationToken cancellation)
    {
        var limits = new PictureLimits((long)(run.Recipe.Data.MaxMegapixels * 1e6));
        var options = new PictureReadOptions { ReduceToShortSide = 96, Limits = limits };
        return ColourSlack + run.Train.Concat(run.Validation).AsParallel().WithCancellation(cancellation).Select(picture =>
        {
            try
            {
                return Colourfulness.Of(PictureReader.Read(picture.Path, options));
            }
            catch (PictureException)
            {
                return 0;
            }
        }).DefaultIfEmpty(0).Max();
    }

    private static CalibrationFigures? Calibration(List<(LabelledPicture Picture, Inspection Seen)> part, double temperature)
    {
        if (part.Count == 0) return null;
        var before = Answers(part);
        List<Prediction> after = [.. before.Select(one => one with { Probabilities = Temperature.Apply(one.Probabilities, temperature) })];
        double Ece(List<Prediction> predictions) => Reliability.ExpectedCalibrationError(Reliability.Bins(predictions));
        return new CalibrationFigures(part.Count, ProbabilityScores.LogLoss(before), ProbabilityScores.LogLoss(after), Ece(before), Ece(after));
    }

    private static SetFigures Figures(
        PredictionSets sets, HeldOut held, List<(int Label, Judged Judged)> test, IReadOnlyList<string> classes)
    {
        var byClass = test.GroupBy(one => one.Label).OrderBy(group => group.Key).ToDictionary(group => classes[group.Key], group => Share([.. group], Holds));
        return new SetFigures(
            "lac", Finite(sets.Bound), held.Answers.Count, held.GroupCount,
            test.Count == 0 ? null : Share(test, Holds), test.Count == 0 ? null : test.Average(one => one.Judged.Set.Length), byClass);
    }

    private static DecisionFigures Count(List<(int Label, Judged Judged)> test)
    {
        int Number(Decision decision, Func<(int Label, Judged Judged), bool> which) => test.Count(one => one.Judged.Decision == decision && which(one));
        return new DecisionFigures(
            Number(Decision.Predicted, _ => true), Number(Decision.Predicted, one => one.Judged.Best == one.Label),
            Number(Decision.Unsure, _ => true), Number(Decision.Unsure, Holds), Number(Decision.NotForThisModel, _ => true));
    }

    private static bool Holds((int Label, Judged Judged) one) => one.Judged.Set.Contains(one.Label);

    private static double Share<T>(List<T> items, Func<T, bool> which) => (double)items.Count(which) / items.Count;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static List<Prediction> Answers(List<(LabelledPicture Picture, Inspection Seen)> part) =>
        [.. part.Select(one => new Prediction(one.Picture.File, one.Picture.Label, one.Seen.Probabilities, one.Picture.Group))];
}
