using Lucarne.Learning.Predict;
using Lucarne.Torch;

namespace Lucarne.Insight.Explanation;

/// <summary>
/// Grad-CAM (Selvaraju et al. 2017, equations 1 and 2) and Grad-CAM++ (Chattopadhay et al. 2018, equations 10 and 19) at the maps of one layer, of the
/// plain view. The gradient is of the class's logit; only what comes after the maps is gone through backwards, for several pictures at once.
/// </summary>
internal static class GradCam
{
    /// <summary>The layer that is explained where nobody asks for another: the recipe's, or the last.</summary>
    public static string LayerOf(TrainedModel model) => model.Recipe.Explain.Layer ?? model.Network.LayerNames[^1];

    /// <summary>A map from 0 to 1, as many cells as the layer's maps have places.</summary>
    public static SquareMap Map(TrainedModel model, byte[] shaped, int label, bool plusPlus) => Signed(model, shaped, label, plusPlus).Normalised();

    /// <summary>The map before what speaks against the class is left out.</summary>
    public static SquareMap Signed(TrainedModel model, byte[] shaped, int label, bool plusPlus, string? layer = null)
    {
        var at = layer ?? LayerOf(model);
        using var maps = MapsAt(model, [shaped], at);
        return Signed(model, maps, at, [label], plusPlus)[0];
    }

    /// <summary>The maps [B, C, h, w] that a layer gives for shaped pictures.</summary>
    public static Tensor MapsAt(TrainedModel model, IReadOnlyList<byte[]> shaped, string layer)
    {
        using var scope = new TensorScope();
        using var still = new NoGradient();
        return scope.Keep(model.Network.MapsAt(model.Input(shaped), layer));
    }

    /// <summary>A signed map for each picture.</summary>
    /// <param name="model">The network.</param>
    /// <param name="maps">What the layer gave for the pictures, [B, C, h, w].</param>
    /// <param name="layer">The layer.</param>
    /// <param name="labels">The class to explain of each picture.</param>
    /// <param name="plusPlus">Whether gradients are weighed place by place.</param>
    public static IReadOnlyList<SquareMap> Signed(TrainedModel model, Tensor maps, string layer, IReadOnlyList<int> labels, bool plusPlus)
    {
        using var scope = new TensorScope();
        var leaf = maps.To(ScalarType.Float32).Contiguous().Detach();
        leaf.RequiresGrad = true;

        // A head may begin with an activation in place, which a leaf of the graph does not allow.
        var logits = model.Network.Classify(model.Network.EmbedFrom(leaf * 1.0, layer));
        model.ClassScores(logits, labels).Backward();
        var gradient = leaf.Gradient!;
        using var still = new NoGradient();
        var weights = plusPlus ? PixelWeights(leaf.Detach(), gradient) : gradient.Mean([2, 3], keep: true);
        var combined = (leaf.Detach() * weights).Sum([1]);
        var shape = combined.Shape;
        return [.. combined.ToArray<float>().Chunk((int)(shape[1] * shape[2])).Select(values => new SquareMap((int)shape[2], (int)shape[1], values))];
    }

    /// <summary>
    /// Grad-CAM++'s weight of each map: Σ α · max(0, g) with α = g² / (2 g² + Σ A · g³), which holds for the exponential of the logit; its factor, the
    /// exponential itself, is common to all maps and leaves with the normalisation.
    /// </summary>
    private static Tensor PixelWeights(Tensor maps, Tensor gradient)
    {
        var square = gradient * gradient;
        var below = (square * 2) + (maps.Sum([2, 3], keep: true) * square * gradient);

        // Where a gradient is 0 so is its share; the division must not make a number of none.
        var silent = below.Equal(Tensor.Zeros([1], device: below.Device)).To(ScalarType.Float32);
        var share = square / (below + silent);
        return (share * gradient.Relu()).Sum([2, 3], keep: true);
    }
}
