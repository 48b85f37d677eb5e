using Lucarne.Learning.Predict;
using Lucarne.Torch;

namespace Lucarne.Insight.Explanation;

/// <summary>
/// Grad-CAM (Selvaraju et al. 2017, equations 1 and 2) and Grad-CAM++ (Chattopadhay et al. 2018, equations 10 and 19) at the last convolutional maps,
/// of the plain view. The gradient is of the class's logit; only what comes after the maps is gone through backwards.
/// </summary>
internal static class GradCam
{
    /// <summary>A map from 0 to 1, as many cells as the last maps have places.</summary>
    public static SquareMap Map(TrainedModel model, byte[] shaped, int label, bool plusPlus) => Signed(model, shaped, label, plusPlus).Normalised();

    /// <summary>The map before what speaks against the class is left out.</summary>
    public static SquareMap Signed(TrainedModel model, byte[] shaped, int label, bool plusPlus)
    {
        using var scope = new TensorScope();
        Tensor maps;
        using (new NoGradient()) maps = model.Network.Features(model.Input([shaped])).To(ScalarType.Float32).Contiguous();
        maps.RequiresGrad = true;

        // A head may begin with an activation in place, which a leaf of the graph does not allow.
        var logits = model.Network.Classify(model.Network.Pool(maps * 1.0));
        model.ClassScore(logits, label).Backward();
        var gradient = maps.Gradient!;
        using var still = new NoGradient();
        var weights = plusPlus ? PixelWeights(maps.Detach(), gradient) : gradient.Mean([2, 3], keep: true);
        var combined = (maps.Detach() * weights).Sum([1]);
        var shape = combined.Shape;
        return new SquareMap((int)shape[2], (int)shape[1], combined.ToArray<float>());
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
