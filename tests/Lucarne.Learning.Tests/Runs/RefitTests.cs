using Lucarne.Learning.Runs;
using Lucarne.Learning.Tests.Train;
using Lucarne.Learning.Train;

namespace Lucarne.Learning.Tests.Runs;

[Collection("phantom")]
public class RefitTests(PhantomPictures pictures)
{
    private static readonly string[] Two = ["train.epochs=2", "train.average=0.7"];

    [Fact]
    public void A_refit_changes_who_answers_and_none_of_the_figures()
    {
        var plain = TrainingRun.Execute(pictures.Request(TinyRecipe.Make(Two), pictures.NewFolder()), TimeProvider.System);
        var refit = TrainingRun.Execute(pictures.Request(TinyRecipe.Make([.. Two, "train.refit=true"]), pictures.NewFolder()), TimeProvider.System);
        Assert.Equal(File.ReadAllText(plain.Run.Metrics), File.ReadAllText(refit.Run.Metrics));
        Assert.Equal(File.ReadAllText(plain.Run.Predictions), File.ReadAllText(refit.Run.Predictions));
        Assert.True(File.Exists(refit.Run.Judged));
        Assert.NotEqual(File.ReadAllBytes(refit.Run.Judged), File.ReadAllBytes(refit.Run.Model));
        Assert.Equal(2, History.Read(refit.Run.ForRefit().History).Count);
        Assert.False(File.Exists(refit.Run.ForRefit().Last));
        Assert.Contains(refit.Notes, note => note.Contains("judged.safetensors", StringComparison.Ordinal));
        Assert.Contains("Judged first, then trained on everything", File.ReadAllText(refit.Run.Report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_interrupted_after_its_refit_is_judged_again_with_the_network_that_had_not_seen_the_test_part()
    {
        var recipe = TinyRecipe.Make([.. Two, "train.refit=true"]);
        var whole = TrainingRun.Execute(pictures.Request(recipe, pictures.NewFolder()), TimeProvider.System).Run;
        var request = pictures.Request(recipe, pictures.NewFolder());
        using var stop = new CancellationTokenSource();
        var cancelling = new Told(stage =>
        {
            if (stage.Stage == Stage.Report) stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Execute(request, TimeProvider.System, cancelling, stop.Token));
        Assert.True(File.Exists(new RunFolder(request.Out).Judged));

        var run = TrainingRun.Execute(request with { Resume = true }, TimeProvider.System).Run;
        Assert.Equal(File.ReadAllText(whole.Predictions), File.ReadAllText(run.Predictions));
        Assert.Equal(File.ReadAllText(whole.Metrics), File.ReadAllText(run.Metrics));
        Assert.Equal(File.ReadAllBytes(whole.Model), File.ReadAllBytes(run.Model));
    }

    [Fact]
    public void A_refit_that_was_interrupted_ends_as_one_that_was_not()
    {
        var recipe = TinyRecipe.Make([.. Two, "train.refit=true"]);
        var whole = TrainingRun.Execute(pictures.Request(recipe, pictures.NewFolder()), TimeProvider.System).Run;
        var request = pictures.Request(recipe, pictures.NewFolder());
        using var stop = new CancellationTokenSource();
        var cancelling = new Told(stage =>
        {
            if (stage is { Stage: Stage.Refit, Note: not null }) stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Execute(request, TimeProvider.System, cancelling, stop.Token));
        var run = new RunFolder(request.Out);
        Assert.Equal("interrupted", RunRecord.Read(run.Run).Status);
        Assert.False(File.Exists(run.Judged));

        TrainingRun.Execute(request with { Resume = true }, TimeProvider.System);
        Assert.Equal(File.ReadAllBytes(whole.Model), File.ReadAllBytes(run.Model));
        Assert.Equal(File.ReadAllText(whole.Metrics), File.ReadAllText(run.Metrics));
        Assert.Equal("finished", RunRecord.Read(run.Run).Status);
    }
}
