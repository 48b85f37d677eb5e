using Lucarne.Imaging;
using Lucarne.Insight.Neighbours;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Certainty;

/// <summary>
/// Finds out how sure a run's network is. Temperature and prediction sets come from the validation part and are judged on the test part, both
/// with the network that had seen neither; after a refit the network that answers takes them over, since no picture is left that it has not
/// seen. What foreign pictures look like is found for the network that answers, see <see cref="ForeignBounds"/>.
/// </summary>
internal static class CertaintyStudy
{
    // Colour is measured on small pictures here and on larger ones later; a shade more must not refuse.
    private const double ColourSlack = 0.03;

    public static void Of(JudgedRun run, CancellationToken cancellation)
    {
        var options = run.Recipe.Certainty;
        using var judged = TrainedModel.LoadJudged(run.Folder.Path, run.Device);
        var (train, validation, test) = (judged.Inspect(run.Train, cancellation), judged.Inspect(run.Validation, cancellation), judged.Inspect(run.Test, cancellation));
        var temperature = Temperature.Fit(Probabilities(validation), Labels(validation));
        var sets = PredictionSets.Fit([.. Probabilities(validation).Select(row => Temperature.Apply(row, temperature))], Labels(validation), Groups(validation), options.Coverage);
        var bounds = ForeignBounds.Of(train, validation, options.Keep, run.Recipe.Train.Seed);
        var colourLimit = ColourLimit(run, cancellation);
        var rule = new CertaintyRule(options.Coverage, temperature, sets, bounds.Familiarity, bounds.Threshold, colourLimit);
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
            Validation = Calibration(validation, temperature),
            Test = Calibration(test, temperature),
            Sets = Figures(sets, validation, decided, judged.Facts.Classes),
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
        Prediction[] before = [.. part.Select(one => new Prediction(one.Picture.File, one.Picture.Label, one.Seen.Probabilities))];
        Prediction[] after = [.. before.Select(one => one with { Probabilities = Temperature.Apply(one.Probabilities, temperature) })];
        double Ece(Prediction[] predictions) => Reliability.ExpectedCalibrationError(Reliability.Bins(predictions));
        return new CalibrationFigures(part.Count, ProbabilityScores.LogLoss(before), ProbabilityScores.LogLoss(after), Ece(before), Ece(after));
    }

    private static SetFigures Figures(
        PredictionSets sets, List<(LabelledPicture Picture, Inspection Seen)> validation, List<(int Label, Judged Judged)> test, IReadOnlyList<string> classes)
    {
        var byClass = test.GroupBy(one => one.Label).OrderBy(group => group.Key).ToDictionary(group => classes[group.Key], group => Share([.. group], Holds));
        return new SetFigures(
            "lac", Finite(sets.Bound), validation.Count, Groups(validation).Distinct(StringComparer.Ordinal).Count(),
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

    private static List<double[]> Probabilities(List<(LabelledPicture Picture, Inspection Seen)> part) => [.. part.Select(one => one.Seen.Probabilities)];

    private static List<int> Labels(List<(LabelledPicture Picture, Inspection Seen)> part) => [.. part.Select(one => one.Picture.Label)];

    private static List<string> Groups(List<(LabelledPicture Picture, Inspection Seen)> part) => [.. part.Select(one => one.Picture.Group)];
}
