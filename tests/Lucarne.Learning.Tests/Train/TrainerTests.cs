using Lucarne.Learning.Predict;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Learning.Tests.Train;

[Collection("phantom")]
public class TrainerTests(PhantomPictures pictures)
{
    [Fact]
    public void Training_stops_when_the_validation_loss_has_not_fallen_for_as_many_epochs_as_the_recipe_says()
    {
        // At a rate of nought the first epoch is never beaten: three more, and it stops.
        var recipe = TinyRecipe.Make("train.epochs=9", "train.early_stopping=3");
        recipe = recipe with { Train = recipe.Train with { Optimizer = recipe.Train.Optimizer with { LearningRate = 0 } } };
        using var training = new TinyTraining(pictures, recipe, pictures.NewFolder());
        var outcome = training.Train();
        Assert.Equal((1, 4, false), (outcome.BestEpoch, outcome.Epochs.Count, outcome.Interrupted));
        Assert.Single(outcome.Epochs.Select(epoch => epoch.ValidationLoss).Distinct());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void The_model_kept_is_that_of_the_epoch_with_the_lowest_validation_loss(double average)
    {
        // A rate far too high, so that the loss goes up and down.
        var recipe = TinyRecipe.Make("train.epochs=7", "train.optimizer.learning_rate=0.05");
        using var training = new TinyTraining(pictures, recipe with { Train = recipe.Train with { Average = average } }, pictures.NewFolder());
        var outcome = training.Train();
        var losses = outcome.Epochs.Select(epoch => epoch.ValidationLoss).ToList();
        Assert.Equal(losses.IndexOf(losses.Min()) + 1, outcome.BestEpoch);
        Assert.InRange(outcome.BestEpoch, 1, 6);

        ModelFile.ReadWeights(training.Run.Model, training.Network);
        var rows = training.Predictor.Predict(training.Validation, default);
        var loss = new Objective(recipe, [6, 6, 6, 6]).Plain(rows, [.. training.Validation.Pictures.Select(picture => picture.Label)]);
        Assert.Equal(losses.Min(), loss, 1e-6);
    }

    [Fact]
    public void The_epoch_under_way_when_the_minutes_are_over_is_the_last()
    {
        // Each epoch takes a minute of a clock that the test moves.
        var clock = new HandMovedClock();
        using var training = new TinyTraining(pictures, TinyRecipe.Make("train.epochs=9", "train.max_minutes=2.5"), pictures.NewFolder(), clock);
        var outcome = training.Train(new Told(stage => clock.Minutes += stage.Note is null ? 0 : 1));
        Assert.Equal((3, false), (outcome.Epochs.Count, outcome.Interrupted));
    }

    [Fact]
    public void Without_a_validation_part_the_last_epoch_is_kept()
    {
        using var training = new TinyTraining(pictures, TinyRecipe.Make(), pictures.NewFolder(), validates: false);
        var outcome = training.Train();
        Assert.All(outcome.Epochs, epoch => Assert.True(double.IsNaN(epoch.ValidationLoss)));
        Assert.Equal((4, 4), (outcome.Epochs.Count, outcome.BestEpoch));
        var kept = Kept(training.Run.Model);
        Assert.All(training.State(), item => Assert.Equal(item.Value, kept[item.Key]));
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_training_and_keeps_the_last_good_epoch()
    {
        var folder = pictures.NewFolder();
        using var training = new TinyTraining(pictures, TinyRecipe.Make(), folder);
        var spoil = new Told(stage =>
        {
            using var still = new NoGradient();
            if (stage.Done == TinyTraining.StepsPerEpoch + 1) training.Network.NamedParameters().First().Tensor.FillInPlace(double.NaN);
        });
        var error = Assert.Throws<TrainingException>(() => training.Train(spoil));
        Assert.Contains("epoch 2 is not a number", error.Message, StringComparison.Ordinal);
        Assert.Contains("train.optimizer.learning_rate", error.Message, StringComparison.Ordinal);
        Assert.Single(History.Read(training.Run.History));
    }

    [Theory]
    [InlineData("cosine")]
    [InlineData("one-cycle")]
    public void The_rate_moves_with_every_step(string name)
    {
        var recipe = TinyRecipe.Make($"train.schedule.name={name}");
        using var training = new TinyTraining(pictures, recipe, pictures.NewFolder());
        var schedule = new RateSchedule(recipe.Train.Schedule, TinyTraining.StepsPerEpoch, recipe.Train.Epochs);

        // A row has the rate of its epoch's last step.
        Assert.Equal([3, 7, 11, 15], training.Train().Epochs.Select(epoch => Enumerable.Range(0, 16).Single(step => epoch.LearningRate == 0.003 * schedule.At(step))));
    }

    [Fact]
    public void What_is_frozen_is_the_same_after_the_training_also_where_weights_are_averaged()
    {
        var recipe = TinyRecipe.Make("network.name=resnet18", "network.width=0.125", "network.freeze.prefixes=[conv1, bn1, layer1]", "train.average=0.9", "train.epochs=2");
        using var training = new TinyTraining(pictures, recipe, pictures.NewFolder());
        var before = training.State();
        training.Train();
        var kept = Kept(training.Run.Model);
        foreach (var (name, values) in before)
        {
            var frozen = name.Split('.')[0] is "conv1" or "bn1" or "layer1";
            Assert.True(values.SequenceEqual(kept[name]) == frozen, name);
            Assert.True(values.SequenceEqual(training.State()[name]) == frozen, name);
        }
    }

    [Fact]
    public void Frozen_batch_norms_keep_their_running_figures_and_still_learn()
    {
        var recipe = TinyRecipe.Make("network.name=resnet18", "network.width=0.125", "network.frozen_batch_norm=true", "train.epochs=1");
        using var training = new TinyTraining(pictures, recipe, pictures.NewFolder());
        var before = training.State();
        training.Train();
        foreach (var (name, values) in training.State())
            Assert.True(values.SequenceEqual(before[name]) == name.Contains("running", StringComparison.Ordinal), name);
    }

    [Fact]
    public void No_tensor_is_left_behind_by_an_epoch()
    {
        var recipe = TinyRecipe.Make("train.epochs=5", "train.average=0.9", "train.loss.class_weights=balanced", "augment.mixup=0.4", "augment.blur=1", "augment.noise=0.1");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var training = new TinyTraining(pictures, recipe, pictures.NewFolder());
        var live = new List<long>();
        training.Train(new Told(stage => { if (stage.Note is not null) live.Add(Runtime.LiveTensors); }));

        // The first epoch makes the optimiser's state.
        Assert.Equal(5, live.Count);
        Assert.Single(live.Skip(1).Distinct());
    }

    private static Dictionary<string, float[]> Kept(string path)
    {
        using var scope = new TensorScope();
        using var file = SafetensorsFile.Open(path);
        return file.Entries.Keys.ToDictionary(name => name, name => file.Read(name).ToArray<float>());
    }

    private sealed class HandMovedClock : TimeProvider
    {
        public double Minutes { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => TimeSpan.FromMinutes(Minutes).Ticks;
    }
}
