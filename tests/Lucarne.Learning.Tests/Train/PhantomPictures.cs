using Lucarne.Imaging;
using Lucarne.Learning.Augment;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Train;

/// <summary>Phantom kidneys on disk, drawn once for all tests that train, and a place for their runs.</summary>
public sealed class PhantomPictures : IDisposable
{
    private static readonly string[] Classes = ["normal", "cyst", "tumor", "stone"];
    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-train-").FullName;
    private int _runs;
    private string? _finished;

    public PhantomPictures()
    {
        Data = Path.Combine(_root, "kidneys");
        var files = KidneyPhantom.WriteDataset(Data, patientsPerClass: 4, slicesPerPatient: 2, seed: 3);
        Pictures = [.. files.Select(file => new LabelledPicture(file, Path.Combine(Data, file), Array.IndexOf(Classes, file.Split('/')[0]), file.Split('-')[0]))];
    }

    public string Data { get; }

    /// <summary>Four patients of each class with two slices, 32 pictures.</summary>
    public IReadOnlyList<LabelledPicture> Pictures { get; }

    /// <summary>The last patient of each class, 8 pictures; <see cref="Training"/> are the other 24.</summary>
    public IReadOnlyList<LabelledPicture> Validation => [.. Pictures.Where((_, i) => i % 8 >= 6)];

    public IReadOnlyList<LabelledPicture> Training => [.. Pictures.Where((_, i) => i % 8 < 6)];

    /// <summary>A copy of a finished run of one epoch, which is trained once.</summary>
    public string FinishedRun()
    {
        _finished ??= TrainingRun.Execute(Request(TinyRecipe.Make("train.epochs=1"), NewFolder()), TimeProvider.System).Run.Path;
        var copy = Directory.CreateDirectory(NewFolder()).FullName;
        foreach (var file in Directory.GetFiles(_finished)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    public string NewFolder() => Path.Combine(_root, $"run{_runs++}");

    /// <summary>A training of the phantom; it computes in one thread, for sums as small as these are only slowed by more.</summary>
    public TrainingRequest Request(Recipe recipe, string folder)
    {
        Runtime.Threads = 1;
        return new() { Recipe = recipe, Data = Data, Out = folder, CacheFolder = Path.Combine(_root, "cache"), WeightFolders = [] };
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

/// <summary>A network and its trainer over the phantom, in a run folder.</summary>
internal sealed class TinyTraining : IDisposable
{
    private readonly ClassificationTask _task;

    public TinyTraining(PhantomPictures pictures, Recipe recipe, string folder, TimeProvider? clock = null, bool validates = true)
    {
        (Recipe, Run) = (recipe, new RunFolder(folder));
        Run.MakeWritable();
        var facts = new NetworkFacts([.. recipe.Classes.Select(label => label.Name)]);
        var execution = new Execution(Device.Cpu, BFloat16: false, ChannelsLast: true);
        Runtime.Seed(recipe.Train.Seed);
        Network = NetworkPlan.Make(pictures.Request(recipe, folder), recipe.Classes).Build(execution, resumed: false);
        var augmenter = new Augmenter(recipe.Augment, recipe.Input.Size, facts.Normaliser(recipe), recipe.Train.Seed);
        var training = new PictureStore(pictures.Training, new InputShaper(recipe.Input, augmenter.StoredSide, PictureLimits.Default));
        Validation = new PictureStore(validates ? pictures.Validation : [], new InputShaper(recipe.Input, recipe.Input.Size, PictureLimits.Default));
        _task = new ClassificationTask(recipe, Network, facts, execution, training, Validation, augmenter);
        Trainer = new Trainer<Batch>(recipe.Train, _task, Run, Stage.Train, clock ?? TimeProvider.System);
        Predictor = new BatchPredictor(Network, new Objective(recipe, [6, 6, 6, 6]), facts.Normaliser(recipe), execution, TestTime.None);
    }

    public Recipe Recipe { get; }

    public RunFolder Run { get; }

    public Networks.Classifier Network { get; }

    public PictureStore Validation { get; }

    public Trainer<Batch> Trainer { get; }

    public BatchPredictor Predictor { get; }

    /// <summary>24 pictures in batches of six.</summary>
    public static int StepsPerEpoch => 4;

    /// <summary>What the network holds, by name.</summary>
    public Dictionary<string, float[]> State() => Network.State().ToDictionary(item => item.Name, item => item.Tensor.ToArray<float>());

    public TrainingOutcome Train(IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        Trainer.Train(TrainingState.Start, progress, cancellation);

    public void Dispose()
    {
        Trainer.Dispose();
        _task.Dispose();
        Network.Dispose();
    }
}

/// <summary>Tells at once, on the thread that reports.</summary>
internal sealed class Told(Action<StageProgress> action) : IProgress<StageProgress>
{
    public void Report(StageProgress value) => action(value);
}

[CollectionDefinition("phantom")]
public sealed class PhantomCollection : ICollectionFixture<PhantomPictures>;
