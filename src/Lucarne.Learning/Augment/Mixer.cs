using Lucarne.Learning.Load;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Augment;

/// <summary>Mixes pictures of a batch with each other: mixup (Zhang et al. 2018) or CutMix (Yun et al. 2019), half and half where both are asked for.</summary>
internal static class Mixer
{
    public static (Tensor Input, Mix? Mix) Apply(Tensor input, AugmentOptions options, Xoshiro256 random)
    {
        if (options.Mixup <= 0 && options.Cutmix <= 0) return (input, null);
        var shape = input.Shape;
        var partners = Enumerable.Range(0, (int)shape[0]).ToArray();
        random.Shuffle<int>(partners);
        var cut = options.Mixup <= 0 || (options.Cutmix > 0 && random.Unit() < 0.5);
        var own = new double[shape[0]];
        var masks = new float[cut ? shape[0] * shape[2] * shape[3] : shape[0]];
        for (var i = 0; i < shape[0]; i++)
        {
            var weight = random.Beta(cut ? options.Cutmix : options.Mixup);
            own[i] = cut ? Cut(masks.AsSpan((int)(i * shape[2] * shape[3]), (int)(shape[2] * shape[3])), (int)shape[3], (int)shape[2], weight, random) : weight;
            if (!cut) masks[i] = (float)weight;
        }

        var mask = (cut ? Tensor.From<float>(masks, shape[0], 1, shape[2], shape[3]) : Tensor.From<float>(masks, shape[0], 1, 1, 1)).Move(input.Device);
        var order = Tensor.From<long>([.. partners.Select(partner => (long)partner)], shape[0]).Move(input.Device);
        var others = input.IndexSelect(0, order);
        return (others + ((input - others) * mask), new Mix(partners, own));
    }

    /// <summary>Marks with 1 what stays of the picture's own; returns how much that is.</summary>
    private static double Cut(Span<float> mask, int width, int height, double weight, Xoshiro256 random)
    {
        mask.Fill(1);
        var side = Math.Sqrt(1 - weight);
        var (halfWidth, halfHeight) = ((int)(width * side / 2), (int)(height * side / 2));
        var (x, y) = (random.Below(width), random.Below(height));
        var (left, right) = (Math.Max(0, x - halfWidth), Math.Min(width, x + halfWidth));
        var (top, bottom) = (Math.Max(0, y - halfHeight), Math.Min(height, y + halfHeight));
        for (var row = top; row < bottom; row++) mask.Slice((row * width) + left, right - left).Clear();
        return 1 - ((double)(right - left) * (bottom - top) / ((double)width * height));
    }
}
