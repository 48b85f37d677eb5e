using Lucarne.Learning.Augment;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;
using Lucarne.Networks;
using Lucarne.Torch;

namespace Lucarne.Learning.Predict;

/// <summary>Probabilities for decoded pictures, in batches.</summary>
/// <param name="network">The network.</param>
/// <param name="objective">Turns logits into probabilities.</param>
/// <param name="normaliser">What the network was trained with.</param>
/// <param name="execution">Where it computes.</param>
/// <param name="views">Which views of a picture are averaged.</param>
internal sealed class BatchPredictor(Classifier network, Objective objective, Normaliser normaliser, Execution execution, TestTime views)
{
    /// <summary>Pictures that go through the network together.</summary>
    public const int BatchSize = 32;

    /// <summary>Probabilities [N][K] of every picture of a store.</summary>
    public List<double[]> Predict(PictureStore store, CancellationToken cancellation)
    {
        var rows = new List<double[]>(store.Count);
        foreach (var indices in Enumerable.Range(0, store.Count).Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var bytes = store.Batch(indices);
            rows.AddRange(Predict(bytes).Probabilities);
        }

        return rows;
    }

    /// <summary>Latent vectors [N][D] of every picture of a store, of the plain view.</summary>
    public List<float[]> Embed(PictureStore store, IProgress<int>? done, CancellationToken cancellation)
    {
        var rows = new List<float[]>(store.Count);
        foreach (var indices in Enumerable.Range(0, store.Count).Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var bytes = store.Batch(indices);
            network.Train(false);
            using var still = new NoGradient();
            using var scope = new TensorScope();
            using var half = new Autocast(execution.Device, execution.BFloat16);
            rows.AddRange(Rows(network.Embed(Prepare(bytes)).To(ScalarType.Float32)));
            done?.Report(indices.Length);
        }

        return rows;
    }

    /// <summary>Probabilities [B][K] and latent vectors [B][D] of shaped pictures [B, C, size, size], bytes.</summary>
    public (IReadOnlyList<double[]> Probabilities, IReadOnlyList<float[]> Embeddings) Predict(Tensor bytes)
    {
        network.Train(false);
        using var still = new NoGradient();
        using var scope = new TensorScope();
        using var half = new Autocast(execution.Device, execution.BFloat16);
        var (sum, plain, seen) = Look(Prepare(bytes));
        return (Probabilities(sum, seen), Rows(plain.To(ScalarType.Float32)));
    }

    /// <summary>Probabilities [B, K] of pictures with values in [0, 1], [B, C, size, size], as one computation on tensors.</summary>
    public Tensor Probabilities(Tensor values)
    {
        var (sum, _, seen) = Look(execution.Place(normaliser.Apply(values)));
        return sum * (1.0 / seen);
    }

    /// <summary>The sum of the views' probabilities, the plain view's latent vectors, and how many views there are.</summary>
    private (Tensor Sum, Tensor Plain, int Views) Look(Tensor input)
    {
        Tensor? sum = null;
        Tensor? plain = null;
        var seen = 0;
        foreach (var view in Views.Of(input, views))
        {
            var embedding = network.Embed(view);
            plain ??= embedding;
            var probabilities = objective.Probabilities(network.Classify(embedding));
            sum = sum is null ? probabilities : sum + probabilities;
            seen++;
        }

        return (sum!, plain!, seen);
    }

    /// <summary>What the network makes of shaped pictures [B, C, size, size], bytes: its answers and what it saw on the way.</summary>
    public IReadOnlyList<Inspection> Inspect(Tensor bytes)
    {
        var (seen, maps) = InspectWithMaps(bytes);
        maps.Dispose();
        return seen;
    }

    /// <summary>The same with the last maps [B, D, h, w] of the plain view, which are the caller's to dispose of.</summary>
    public (IReadOnlyList<Inspection> Seen, Tensor Maps) InspectWithMaps(Tensor bytes)
    {
        network.Train(false);
        using var still = new NoGradient();
        using var scope = new TensorScope();
        using var half = new Autocast(execution.Device, execution.BFloat16);
        Tensor? sum = null;
        Tensor? last = null;
        List<float[]>? embeddings = null;
        List<float[]>[] stages = [];
        var seen = 0;
        foreach (var view in Views.Of(Prepare(bytes), views))
        {
            using var perView = new TensorScope();
            Tensor embedding;
            if (seen == 0)
            {
                var maps = network.FeatureStages(view);
                stages = [.. maps.Select(StageFigures)];
                last = perView.Keep(maps[^1]);
                embedding = network.Pool(last);
                embeddings = Rows(embedding.To(ScalarType.Float32));
            }
            else
            {
                embedding = network.Embed(view);
            }

            var probabilities = objective.Probabilities(network.Classify(embedding));
            sum = perView.Keep(sum is null ? probabilities : sum + probabilities);
            seen++;
        }

        return ([.. Probabilities(sum!, seen).Select((row, i) => new Inspection(row, embeddings![i], [.. stages.Select(stage => stage[i])]))], scope.Keep(last!));
    }

    /// <summary>The mean and the standard deviation of each channel of maps [B, C, h, w], row by row: [B][2C].</summary>
    private static List<float[]> StageFigures(Tensor maps)
    {
        var full = maps.To(ScalarType.Float32);
        var mean = full.Mean([2, 3]);
        var spread = ((full * full).Mean([2, 3]) - (mean * mean)).Clamp(0, float.MaxValue).Sqrt();
        return Rows(Tensor.Cat([mean, spread], 1));
    }

    /// <summary>Shaped pictures, bytes, as the network is given them.</summary>
    internal Tensor Prepare(Tensor bytes)
    {
        using var placed = bytes.Move(execution.Device);
        return execution.Place(normaliser.Apply(placed.To(ScalarType.Float32) * (1.0 / 255)));
    }

    /// <summary>Means over views, in double precision and summing to one.</summary>
    private static List<double[]> Probabilities(Tensor sum, int views)
    {
        var rows = Rows(sum).Select(row => row.Select(value => (double)value / views).ToArray()).ToList();
        foreach (var row in rows)
        {
            var total = row.Sum();
            for (var k = 0; k < row.Length; k++) row[k] /= total;
        }

        return rows;
    }

    private static List<float[]> Rows(Tensor matrix)
    {
        var width = (int)matrix.Shape[1];
        return [.. matrix.ToArray<float>().Chunk(width)];
    }
}
