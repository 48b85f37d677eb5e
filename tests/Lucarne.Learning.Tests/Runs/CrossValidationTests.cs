using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Split;
using Lucarne.Learning.Tests.Train;

namespace Lucarne.Learning.Tests.Runs;

/// <summary>Every picture is judged once, by a network that had not seen it nor any of its group.</summary>
[Collection("phantom")]
public class CrossValidationTests(PhantomPictures pictures)
{
    private const int Folds = 3;

    [Fact]
    public void Every_picture_is_judged_once_by_a_network_that_had_not_seen_its_group()
    {
        var request = Request();
        var result = CrossValidation.Execute(request, Folds, TimeProvider.System);

        var judged = new List<string>();
        for (var number = 1; number <= Folds; number++)
        {
            var run = new RunFolder(Path.Combine(request.Out, $"fold-{number}"));
            var split = SplitFile.Read(run.Split);
            var groups = split.Groups.ToDictionary(pair => pair.Key, pair => pair.Value);
            Assert.Empty(split.Test.Select(file => groups[file]).Intersect(split.Train.Concat(split.Validation).Select(file => groups[file])));
            Assert.Equal(split.Test.Order(StringComparer.Ordinal), PredictionsCsv.Read(run.Predictions).Predictions.Select(row => row.File).Order(StringComparer.Ordinal));
            judged.AddRange(split.Test);
        }

        var together = PredictionsCsv.Read(Path.Combine(request.Out, "predictions.csv")).Predictions;
        Assert.Equal(judged.Order(StringComparer.Ordinal), together.Select(row => row.File));
        Assert.Equal(judged.Count, judged.Distinct().Count());

        // The share of right answers over all pictures is the folds' mean, weighted by their sizes.
        var mean = result.Folds.Sum(fold => fold.Accuracy * fold.N) / result.Folds.Sum(fold => fold.N);
        Assert.Equal(mean, result.Metrics.Accuracy, 12);
        Assert.Equal(result.Metrics.Accuracy, ClassificationMetrics.Read(Path.Combine(request.Out, "metrics.json")).Accuracy);
        Assert.Equal(Folds + 1, File.ReadAllLines(Path.Combine(request.Out, "folds.csv")).Length);
    }

    [Fact]
    public void Going_on_keeps_finished_folds_and_trains_the_others()
    {
        var request = Request();
        using var stop = new CancellationTokenSource();
        var second = new Told(_ =>
        {
            if (Directory.Exists(Path.Combine(request.Out, "fold-2"))) stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => CrossValidation.Execute(request, Folds, TimeProvider.System, second, cancellation: stop.Token));
        var first = new RunFolder(Path.Combine(request.Out, "fold-1"));
        var written = File.GetLastWriteTimeUtc(first.Model);
        Assert.Throws<TrainingException>(() => CrossValidation.Execute(request, Folds, TimeProvider.System));

        var result = CrossValidation.Execute(request with { Resume = true }, Folds, TimeProvider.System);
        Assert.Equal(written, File.GetLastWriteTimeUtc(first.Model));
        Assert.Equal(Folds, result.Folds.Count);

        // Two of three folds are no cross-validation of two.
        var error = Assert.Throws<TrainingException>(() => CrossValidation.Execute(request with { Resume = true }, Folds - 1, TimeProvider.System));
        Assert.Contains("not drawn together", error.Message, StringComparison.Ordinal);
    }

    private TrainingRequest Request() => pictures.Request(TinyRecipe.Make("train.epochs=1", "train.refit=true"), pictures.NewFolder());
}
