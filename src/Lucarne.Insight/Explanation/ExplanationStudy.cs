using Lucarne.Imaging;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Explanation;

/// <summary>Looks at heat maps of the judged network on a few test pictures: draws them, and asks whether they say anything of the network.</summary>
internal static class ExplanationStudy
{
    public const string SheetName = "heat-maps";

    private const int Shown = 4;
    private const int Examined = 8;

    public static void Of(JudgedRun run, CancellationToken cancellation)
    {
        var seed = run.Recipe.Train.Seed;

        // The training's own seed would draw the weights that it began with, and learned ones still resemble those.
        var drawn = seed == int.MaxValue ? 0 : seed + 1;
        using var model = TrainedModel.LoadJudged(run.Folder.Path, run.Device);
        var answers = Answers(model, run.Test, cancellation);
        HeatMapSheet.Write(run, model, Chosen(answers));
        Looked[] looked = [.. Spread(answers, Examined).Select(answer => Look(model, answer, cancellation)).OfType<Looked>()];
        using var head = TrainedModel.LoadScrambled(run.Folder.Path, run.Device, drawn, headOnly: true);
        using var whole = TrainedModel.LoadScrambled(run.Folder.Path, run.Device, drawn, headOnly: false);
        Areas[] areas = [.. looked.Select((one, i) => PixelGame.Play(model, one.Shaped, one.Label, one.Map, Xoshiro256.For(seed, i)))];
        new ExplanationRecord(
            MethodNames.Of(ExplanationMethod.GradCam), looked.Length, Correlation(head, looked), Correlation(whole, looked),
            areas.Length == 0 ? null : new Areas(areas.Average(a => a.Deletion), areas.Average(a => a.Insertion), areas.Average(a => a.RandomDeletion), areas.Average(a => a.RandomInsertion)))
            .Write(run.Folder.Path);
    }

    private static List<Answer> Answers(TrainedModel model, IReadOnlyList<LabelledPicture> test, CancellationToken cancellation) =>
        [.. model.Inspect(test, cancellation).Select(one => new Answer(one.Picture, new Prediction(one.Picture.File, one.Picture.Label, one.Seen.Probabilities)))];

    /// <summary>The surest right answer of as many classes as there are, and the worst mistakes.</summary>
    private static List<Answer> Chosen(List<Answer> answers)
    {
        var right = answers.Where(one => one.Prediction.IsRight).GroupBy(one => one.Picture.Label).OrderBy(group => group.Key)
            .SelectMany(group => group.OrderByDescending(one => one.Prediction.Confidence).Select((one, rank) => (one, rank)))
            .OrderBy(pair => pair.rank).Select(pair => pair.one).Take(Shown);
        var byFile = answers.ToDictionary(one => one.Picture.File, StringComparer.Ordinal);
        return [.. right, .. Prediction.WorstMistakes(answers.Select(one => one.Prediction), Shown).Select(mistake => byFile[mistake.File])];
    }

    private static IEnumerable<Answer> Spread(List<Answer> answers, int count) =>
        answers.Count <= count ? answers : Enumerable.Range(0, count).Select(i => answers[i * answers.Count / count]);

    private static Looked? Look(TrainedModel model, Answer answer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var shaped = model.Shaper.Read(answer.Picture.Path);
            return new Looked(shaped, answer.Prediction.Predicted, GradCam.Signed(model, shaped, answer.Prediction.Predicted, plusPlus: false));
        }
        catch (PictureException)
        {
            return null;
        }
    }

    /// <summary>
    /// The mean rank correlation of maps with those of another network, what speaks against the class included: where it is left out, a map that
    /// turned into its opposite would be empty and could not be compared. Of a map that is the same everywhere nothing can be said.
    /// </summary>
    private static double? Correlation(TrainedModel other, IReadOnlyList<Looked> looked)
    {
        double[] all = [.. looked.Select(one => RankCorrelation.Of(one.Map.Values, GradCam.Signed(other, one.Shaped, one.Label, plusPlus: false).Values)).OfType<double>()];
        return all.Length == 0 ? null : all.Average();
    }

    private sealed record Looked(byte[] Shaped, int Label, SquareMap Map);

    /// <summary>A test picture and what the network answered.</summary>
    internal sealed record Answer(LabelledPicture Picture, Prediction Prediction);
}
