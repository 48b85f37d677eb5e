using Lucarne.Learning.Load;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Augment;

/// <summary>
/// Makes training batches of decoded pictures. The draws of a batch depend only on the seed, the epoch and the batch's number, so that
/// a resumed training sees what an uninterrupted one would have seen.
/// </summary>
/// <param name="options">What the recipe asks for.</param>
/// <param name="size">Side of the network's input, in pixels.</param>
/// <param name="normaliser">The last step.</param>
/// <param name="seed">The training's seed.</param>
public sealed class Augmenter(AugmentOptions options, int size, Normaliser normaliser, int seed)
{
    // Crops and zooms enlarge: training pictures are kept a little larger than the input so that less detail is lost, in
    // torchvision's usual proportion (256 for 224).
    private const double Surplus = 256.0 / 224;
    private readonly Appearance _appearance = new(options, seed);

    /// <summary>Side at which training pictures are kept.</summary>
    public int StoredSide => Geometry.Moves(options) ? (int)Math.Round(size * Surplus) : size;

    /// <summary>Augments and normalises a batch.</summary>
    /// <param name="bytes">[B, C, s, s] with s = <see cref="StoredSide"/>.</param>
    /// <param name="labels">[B].</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="number">The batch's number within the epoch.</param>
    public Batch Make(Tensor bytes, int[] labels, int epoch, int number)
    {
        using var scope = new TensorScope();
        using var still = new NoGradient();
        var random = Xoshiro256.For(seed, epoch, number);
        var input = bytes.To(ScalarType.Float32) * (1.0 / 255);
        if (Geometry.Moves(options)) input = Geometry.Apply(input, options, size, random);
        input = _appearance.Apply(input, random);
        (input, var mix) = Mixer.Apply(input, options, random);
        input = normaliser.Apply(input);
        return new Batch(scope.Keep(input), labels, mix);
    }
}
