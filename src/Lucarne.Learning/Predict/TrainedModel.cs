using Lucarne.Imaging;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;
using Lucarne.Networks;
using Lucarne.Torch;

namespace Lucarne.Learning.Predict;

/// <summary>The answer for one picture.</summary>
/// <param name="PredictedClass">The class with the highest probability.</param>
/// <param name="Confidence">Its probability.</param>
/// <param name="Probabilities">One per class; they sum to 1.</param>
public sealed record PictureAnswer(string PredictedClass, double Confidence, IReadOnlyDictionary<string, double> Probabilities);

/// <summary>The trained network of a run, ready to judge pictures. Not safe for several threads at once.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly Classifier _network;
    private readonly BatchPredictor _predictor;
    private readonly InputShaper _shaper;

    private TrainedModel(Recipe recipe, NetworkFacts facts, Classifier network, Execution execution)
    {
        (Recipe, Facts, _network) = (recipe, facts, network);
        var limits = new PictureLimits((long)(recipe.Data.MaxMegapixels * 1e6));
        _shaper = new InputShaper(recipe.Input, recipe.Input.Size, limits);
        var objective = new Objective(recipe, [.. recipe.Classes.Select(_ => 1)]);
        _predictor = new BatchPredictor(network, objective, facts.Normaliser(recipe), execution, recipe.Evaluate.TestTime);
    }

    /// <summary>The recipe it was trained with.</summary>
    public Recipe Recipe { get; }

    /// <summary>What its first weights brought along.</summary>
    public NetworkFacts Facts { get; }

    /// <summary>The length of its latent vectors.</summary>
    public int EmbeddingSize => _network.EmbeddingSize;

    /// <summary>Loads the model of a run.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">float32 unless speed is worth a last digit.</param>
    /// <exception cref="PredictException">The folder is no run, or its weights are missing or do not fit.</exception>
    public static TrainedModel Load(string run, Device device, Precision precision = Precision.Float32)
    {
        var folder = new RunFolder(run);
        if (!Directory.Exists(run)) throw new PredictException($"there is no folder {run}; give the folder of a run, as `lucarne train` made it");
        if (!File.Exists(folder.Model)) throw new PredictException($"{run} holds no model.safetensors: it is not a run, or its training did not finish an epoch");
        return Load(run, folder.Model, device, precision);
    }

    /// <summary>Loads the network that had seen neither validation nor test part: after a refit another than the one that answers.</summary>
    /// <exception cref="PredictException">As <see cref="Load(string, Device, Precision)"/>.</exception>
    internal static TrainedModel LoadJudged(string run, Device device)
    {
        var judged = new RunFolder(run).Judged;
        return File.Exists(judged) ? Load(run, judged, device, Precision.Float32) : Load(run, device);
    }

    /// <summary>The judged network with some of its tensors drawn anew: what it is not to be told apart from, it has not learned.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="headOnly">Whether all but the head stays as it was learned.</param>
    internal static TrainedModel LoadScrambled(string run, Device device, int seed, bool headOnly)
    {
        Runtime.Seed(seed);
        var folder = new RunFolder(run);
        return Load(run, File.Exists(folder.Judged) ? folder.Judged : folder.Model, device, Precision.Float32, (network, name) => !headOnly || network.IsHead(name));
    }

    private static TrainedModel Load(string run, string weights, Device device, Precision precision, Func<Classifier, string, bool>? isDrawn = null)
    {
        var (recipe, facts) = ModelFile.ReadHeader(weights);
        if (recipe.Task == RecipeTask.Segmentation) throw new PredictException($"the run in {run} draws structures in scans ({recipe.Name}); use `lucarne segment` for it");
        var network = NetworkBuilder.Create(recipe, facts);
        try
        {
            ReadWeights(weights, network, isDrawn);
            network.Fuse();
            var execution = Execution.For(precision, device);
            NetworkBuilder.Settle(network, execution);
            network.Train(false);

            // An explanation asks for gradients by the maps; the weights need none.
            foreach (var (_, parameter) in network.NamedParameters()) parameter.RequiresGrad = false;
            return new TrainedModel(recipe, facts, network, execution);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Judges pictures that are given as files.</summary>
    /// <exception cref="PictureException">A file is no readable picture.</exception>
    public IReadOnlyList<PictureAnswer> Predict(IReadOnlyList<string> files) => [.. files.Chunk(BatchPredictor.BatchSize).SelectMany(chunk => Answer([.. chunk.Select(_shaper.Read)]))];

    /// <summary>Judges a picture that is given as the bytes of its file.</summary>
    /// <exception cref="PictureException">The bytes are no readable picture.</exception>
    public PictureAnswer Predict(ReadOnlySpan<byte> bytes, string name) => Answer([_shaper.Read(bytes, name)])[0];

    /// <summary>Probabilities [N][K] for labelled pictures; those that cannot be decoded are named and left out.</summary>
    internal (IReadOnlyList<Evaluate.Prediction> Predictions, IReadOnlyDictionary<string, string> Broken) Judge(
        IReadOnlyList<LabelledPicture> pictures, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var store = new PictureStore(pictures, _shaper);
        store.Fill(progress, cancellation);
        var rows = _predictor.Predict(store, cancellation);
        var predictions = pictures.Zip(rows)
            .Where(pair => !store.Broken.ContainsKey(pair.First.File))
            .Select(pair => new Evaluate.Prediction(pair.First.File, pair.First.Label, pair.Second, pair.First.Group));
        return ([.. predictions], store.Broken);
    }

    /// <summary>Latent vectors [N][D] of pictures.</summary>
    internal List<float[]> Embed(IReadOnlyList<LabelledPicture> pictures, CancellationToken cancellation) =>
        _predictor.Embed(new PictureStore(pictures, _shaper), null, cancellation);

    /// <summary>The network itself, for those who look inside it.</summary>
    internal Classifier Network => _network;

    /// <summary>Makes pictures square.</summary>
    internal InputShaper Shaper => _shaper;

    /// <summary>What the network makes of shaped pictures.</summary>
    internal IReadOnlyList<Inspection> Inspect(IReadOnlyList<byte[]> shaped)
    {
        using var tensor = Bytes(shaped);
        return _predictor.Inspect(tensor);
    }

    /// <summary>The same with the last maps [B, D, h, w], which are the caller's to dispose of.</summary>
    internal (IReadOnlyList<Inspection> Seen, Tensor Maps) InspectWithMaps(IReadOnlyList<byte[]> shaped)
    {
        using var tensor = Bytes(shaped);
        return _predictor.InspectWithMaps(tensor);
    }

    /// <summary>What the network makes of labelled pictures; of those that cannot be decoded, nothing is told.</summary>
    internal List<(LabelledPicture Picture, Inspection Seen)> Inspect(IReadOnlyList<LabelledPicture> pictures, CancellationToken cancellation)
    {
        var store = new PictureStore(pictures, _shaper);
        store.Fill(null, cancellation);
        var seen = new List<Inspection>(pictures.Count);
        foreach (var indices in Enumerable.Range(0, pictures.Count).Chunk(BatchPredictor.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var bytes = store.Batch(indices);
            seen.AddRange(_predictor.Inspect(bytes));
        }

        return [.. pictures.Zip(seen).Where(pair => !store.Broken.ContainsKey(pair.First.File))];
    }

    /// <summary>
    /// The sum [ ] of each row's logit of its own class, of logits [B, outputs]; a single output speaks for the positive class and, with its sign
    /// turned, for the other. No row depends on another, so that the gradient by what a row was made of is that of the row's own logit.
    /// </summary>
    internal Tensor ClassScores(Tensor logits, IReadOnlyList<int> labels)
    {
        var outputs = (int)logits.Shape[1];
        var signs = new float[labels.Count * outputs];
        for (var i = 0; i < labels.Count; i++)
        {
            if (Recipe.BinaryPositive is { } positive) signs[i] = Facts.Classes[labels[i]] == positive ? 1 : -1;
            else signs[(i * outputs) + labels[i]] = 1;
        }

        return (logits * Tensor.From<float>(signs, labels.Count, outputs).Move(logits.Device)).Sum();
    }

    /// <summary>Probabilities [B, K], not calibrated, of shaped pictures with values in [0, 1], [B, C, size, size].</summary>
    internal Tensor Probabilities(Tensor values) => _predictor.Probabilities(values);

    /// <summary>Shaped pictures as the network is given them, [B, C, size, size].</summary>
    internal Tensor Input(IReadOnlyList<byte[]> shaped)
    {
        using var tensor = Bytes(shaped);
        return _predictor.Prepare(tensor);
    }

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();

    /// <summary>Fills a network that was just drawn, and leaves as they were drawn the tensors that shall be.</summary>
    private static void ReadWeights(string weights, Classifier network, Func<Classifier, string, bool>? isDrawn)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var drawn = network.State().Where(item => isDrawn?.Invoke(network, item.Name) == true).Select(item => (item.Tensor, Values: item.Tensor.Clone())).ToList();
        ModelFile.ReadWeights(weights, network);
        foreach (var (tensor, values) in drawn) tensor.CopyInPlace(values);
    }

    private List<PictureAnswer> Answer(byte[][] shaped)
    {
        using var tensor = Bytes(shaped);
        return [.. _predictor.Predict(tensor).Probabilities.Select(Answer)];
    }

    private Tensor Bytes(IReadOnlyList<byte[]> shaped)
    {
        var bytes = new byte[shaped.Sum(picture => picture.Length)];
        for (var i = 0; i < shaped.Count; i++) shaped[i].CopyTo(bytes, i * shaped[0].Length);
        return Tensor.From<byte>(bytes, shaped.Count, Recipe.Input.Channels, _shaper.Side, _shaper.Side);
    }

    private PictureAnswer Answer(double[] row)
    {
        var best = Array.IndexOf(row, row.Max());
        return new PictureAnswer(Facts.Classes[best], row[best], Facts.Classes.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
