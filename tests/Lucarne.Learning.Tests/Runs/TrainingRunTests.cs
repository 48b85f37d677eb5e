using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Tests.Train;
using Lucarne.Learning.Train;

namespace Lucarne.Learning.Tests.Runs;

[Collection("phantom")]
public class TrainingRunTests(PhantomPictures pictures)
{
    private static readonly string[] Varied = ["augment.rotation_degrees=10", "augment.mixup=0.4", "train.average=0.7", "train.epochs=2"];

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        var (first, again, other) = (Run(TinyRecipe.Make(Varied)), Run(TinyRecipe.Make(Varied)), Run(TinyRecipe.Make([.. Varied, "train.seed=6"])));
        Assert.Equal(File.ReadAllText(first.Metrics), File.ReadAllText(again.Metrics));
        Assert.Equal(File.ReadAllText(first.Predictions), File.ReadAllText(again.Predictions));
        Assert.Equal(File.ReadAllBytes(first.Model), File.ReadAllBytes(again.Model));
        Assert.Equal(Rows(first), Rows(again));
        Assert.NotEqual(File.ReadAllText(first.Predictions), File.ReadAllText(other.Predictions));
    }

    [Fact]
    public void A_run_holds_every_file_and_a_record_of_how_it_went()
    {
        var run = Run(TinyRecipe.Make("train.epochs=2"));
        string[] files = [run.Recipe, run.Fingerprint, run.Split, run.History, run.Model, run.Last, run.Metrics, run.Predictions, run.Embeddings, run.Report, run.Run];
        Assert.All(files, file => Assert.True(File.Exists(file), file));
        var record = RunRecord.Read(run.Run);
        Assert.Equal(("finished", "tiny", 2, "float32"), (record.Status, record.Recipe, record.Epochs, record.Precision));
        Assert.InRange(record.BestEpoch, 1, 2);
        Assert.Equal(["check", "evaluate", "load", "report", "train"], record.Seconds.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(record.Notes, note => note.Contains("starts from scratch", StringComparison.Ordinal));

        // The judgement can be computed anew from what the run left.
        Assert.Equal(File.ReadAllText(run.Metrics), Evaluation.OfRun(run).ToJson().TrimEnd('\n') + "\n");
    }

    [Fact]
    public void A_cancelled_run_says_so_and_is_finished_by_resuming_it()
    {
        var recipe = TinyRecipe.Make([.. Varied, "train.epochs=3"]);
        var whole = Run(recipe);
        var request = pictures.Request(recipe, pictures.NewFolder());
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Execute(request, TimeProvider.System, CancelAfterFirstEpoch(stop), stop.Token));
        var run = new RunFolder(request.Out);
        var record = RunRecord.Read(run.Run);
        Assert.Equal(("interrupted", 1), (record.Status, record.Epochs));
        Assert.False(File.Exists(run.Metrics));

        var result = TrainingRun.Execute(request with { Resume = true }, TimeProvider.System);
        Assert.Equal(Rows(whole), Rows(run));
        Assert.Equal(File.ReadAllText(whole.Metrics), File.ReadAllText(run.Metrics));
        Assert.Equal("finished", RunRecord.Read(run.Run).Status);
        Assert.Equal(record.Notes.Count, result.Notes.Count(note => record.Notes.Contains(note)));
    }

    [Fact]
    public void Overwriting_keeps_the_old_run_until_the_new_one_is_whole()
    {
        var old = Run(TinyRecipe.Make("train.epochs=1"));
        var model = File.ReadAllBytes(old.Model);
        var request = pictures.Request(TinyRecipe.Make([.. Varied, "train.seed=8"]), old.Path) with { Overwrite = true };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Execute(request, TimeProvider.System, CancelAfterFirstEpoch(stop), stop.Token));
        Assert.Equal(model, File.ReadAllBytes(old.Model));
        Assert.Equal("finished", RunRecord.Read(old.Run).Status);

        var result = TrainingRun.Execute(request, TimeProvider.System);
        Assert.Equal(old.Path, result.Run.Path);
        Assert.Equal(8, RunRecord.Read(old.Run).Seed);
        Assert.NotEqual(model, File.ReadAllBytes(old.Model));
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(old.Path)!, Path.GetFileName(old.Path) + ".lucarne*"));
    }

    [Fact]
    public void A_run_is_not_resumed_with_other_pictures()
    {
        var request = pictures.Request(TinyRecipe.Make(), pictures.NewFolder());
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Execute(request, TimeProvider.System, CancelAfterFirstEpoch(stop), stop.Token));
        var other = pictures.NewFolder();
        Imaging.KidneyPhantom.WriteDataset(other, 3, 2, 9);
        var error = Assert.Throws<TrainingException>(() => TrainingRun.Execute(request with { Resume = true, Data = other }, TimeProvider.System));
        Assert.Contains("are not those the run", error.Message, StringComparison.Ordinal);
    }

    private RunFolder Run(Recipe recipe) => TrainingRun.Execute(pictures.Request(recipe, pictures.NewFolder()), TimeProvider.System).Run;

    private static Told CancelAfterFirstEpoch(CancellationTokenSource stop) => new(stage =>
    {
        if (stage.Note is not null) stop.Cancel();
    });

    private static IEnumerable<EpochRecord> Rows(RunFolder run) => History.Read(run.History).Select(row => row with { Seconds = 0 });
}
