using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;

namespace Lucarne.Learning.Tests.Train;

[Collection("phantom")]
public class ResumeTests(PhantomPictures pictures)
{
    // All that has a state of its own or draws numbers: dropout, augmentation, mixing, averaging, a plateau that falls, momentum.
    private static readonly string[] Everything =
    [
        "augment.rotation_degrees=10", "augment.horizontal_flip=true", "augment.noise=0.05", "augment.erase=0.5", "augment.mixup=0.4", "augment.cutmix=1",
        "train.average=0.7", "train.schedule.name=plateau", "train.schedule.patience=0", "train.schedule.factor=0.5", "train.optimizer.learning_rate=0.02",
        "train.loss.class_weights=balanced", "train.loss.label_smoothing=0.1", "train.gradient_clip=1",
    ];

    [Theory]
    [InlineData("sequential", "adamw", 1)]
    [InlineData("sequential", "sgd", 3)]
    [InlineData("resnet18", "adam", 2)]
    public void An_interrupted_training_that_is_resumed_ends_as_one_that_never_stopped(string network, string optimiser, int epochsBefore)
    {
        var recipe = TinyRecipe.Make([.. Everything, $"network.name={network}", $"network.width={(network == "resnet18" ? 0.125 : 1)}", $"train.optimizer.name={optimiser}"]);
        using var whole = new TinyTraining(pictures, recipe, pictures.NewFolder());
        var expected = whole.Train();
        Assert.Equal(4, expected.Epochs.Count);

        var folder = pictures.NewFolder();
        using (var first = new TinyTraining(pictures, recipe, folder))
        {
            // Stopped in the middle of the epoch after.
            using var stop = new CancellationTokenSource();
            var outcome = first.Train(new Told(stage => Stop(stage, (epochsBefore * TinyTraining.StepsPerEpoch) + 2, stop)), stop.Token);
            Assert.True(outcome.Interrupted);
            Assert.Equal(epochsBefore, outcome.Epochs.Count);
        }

        using var second = new TinyTraining(pictures, recipe, folder);
        second.Trainer.Train(second.Trainer.Resume(), null, default);
        Assert.Equal(Rows(whole), Rows(second));
        Assert.Equal(File.ReadAllBytes(whole.Run.Model), File.ReadAllBytes(second.Run.Model));
        Assert.Equal(File.ReadAllBytes(whole.Run.Last), File.ReadAllBytes(second.Run.Last));
    }

    [Fact]
    public void The_plateau_falls_in_the_recipe_that_resuming_is_tested_with()
    {
        using var training = new TinyTraining(pictures, TinyRecipe.Make([.. Everything, "train.epochs=8"]), pictures.NewFolder());
        Assert.True(training.Train().Epochs[^1].LearningRate < 0.02, "a plateau that never falls would prove nothing");
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused_in_one_sentence()
    {
        var folder = pictures.NewFolder();
        using (var training = new TinyTraining(pictures, TinyRecipe.Make("train.epochs=1"), folder)) training.Train();
        using var other = new TinyTraining(pictures, TinyRecipe.Make("network.sequential.filters=[4,8]"), folder);
        var error = Assert.Throws<TrainingException>(() => other.Trainer.Resume());
        Assert.Contains("holds another network", error.Message, StringComparison.Ordinal);
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
    }

    private static void Stop(StageProgress stage, int step, CancellationTokenSource stop)
    {
        if (stage.Done == step) stop.Cancel();
    }

    /// <summary>History without the seconds.</summary>
    private static IEnumerable<EpochRecord> Rows(TinyTraining training) => History.Read(training.Run.History).Select(row => row with { Seconds = 0 });
}
