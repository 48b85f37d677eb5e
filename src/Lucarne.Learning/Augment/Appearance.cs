using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Augment;

/// <summary>Changes of brightness, contrast, gamma, sharpness and noise, each picture of a batch by its own draw. Values stay in [0, 1].</summary>
internal sealed class Appearance
{
    private const int NoiseValues = 1 << 22;
    private readonly AugmentOptions _options;
    private readonly float[] _noise;

    public Appearance(AugmentOptions options, int seed)
    {
        _options = options;

        // Drawn once and cut at random places: drawing millions of normal values for each batch would cost more than the network.
        var random = Xoshiro256.For(seed, 0x6E6F6973);
        _noise = options.Noise > 0 ? new float[NoiseValues] : [];
        for (var i = 0; i < _noise.Length; i++) _noise[i] = (float)random.Normal();
    }

    public Tensor Apply(Tensor input, Xoshiro256 random)
    {
        var count = (int)input.Shape[0];
        if (_options.Gamma > 0) input = input.Clamp(0, 1).PowTensor(Each(count, input, () => Math.Exp(random.Between(-1, 1) * Math.Log(1 + _options.Gamma))));
        if (_options.Brightness > 0) input = input * Each(count, input, () => 1 + (_options.Brightness * random.Between(-1, 1)));
        if (_options.Contrast > 0)
        {
            var mean = input.Mean([1, 2, 3], keep: true);
            input = ((input - mean) * Each(count, input, () => 1 + (_options.Contrast * random.Between(-1, 1)))) + mean;
        }

        if (_options.Blur > 0) input = Blur(input, random);
        if (_options.Noise > 0) input = input + (Noise(input, random) * Each(count, input, () => random.Between(0, _options.Noise)));
        if (_options.Erase > 0) input = Erase(input, random);
        return input.Clamp(0, 1);
    }

    private static Tensor Each(int count, Tensor like, Func<double> draw)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = (float)draw();
        return Tensor.From<float>(values, count, 1, 1, 1).Move(like.Device);
    }

    /// <summary>One value for all channels of a pixel: grey pictures stay grey.</summary>
    private Tensor Noise(Tensor input, Xoshiro256 random)
    {
        var shape = input.Shape;
        var length = (int)(shape[2] * shape[3]);
        var noise = new float[shape[0] * length];
        for (var i = 0; i < shape[0]; i++)
        {
            // From a random place on, and from the beginning again where the values end.
            var start = random.Below(NoiseValues);
            var plane = noise.AsSpan(i * length, length);
            while (plane.Length > 0)
            {
                var run = Math.Min(plane.Length, NoiseValues - start);
                _noise.AsSpan(start, run).CopyTo(plane);
                plane = plane[run..];
                start = 0;
            }
        }

        return Tensor.From<float>(noise, shape[0], 1, shape[2], shape[3]).Move(input.Device);
    }

    /// <summary>
    /// A Gaussian along each axis, one sigma a picture: a grouped convolution in which each picture's plane is a channel. The border is
    /// repeated, or a blur would darken it.
    /// </summary>
    private Tensor Blur(Tensor input, Xoshiro256 random)
    {
        var shape = input.Shape;
        var planes = shape[0] * shape[1];
        var radius = (int)Math.Ceiling(3 * _options.Blur);
        var taps = (2 * radius) + 1;
        var weights = new float[planes * taps];
        for (var i = 0; i < shape[0]; i++)
        {
            var sigma = Math.Max(1e-3, random.Between(0, _options.Blur));
            var kernel = Enumerable.Range(-radius, taps).Select(x => Math.Exp(-x * x / (2 * sigma * sigma))).ToArray();
            var sum = kernel.Sum();
            for (var channel = 0; channel < shape[1]; channel++)
                for (var t = 0; t < taps; t++)
                    weights[(((i * shape[1]) + channel) * taps) + t] = (float)(kernel[t] / sum);
        }

        var rows = Tensor.From<float>(weights, planes, 1, 1, taps).Move(input.Device);
        var flat = input.Reshape(1, planes, shape[2], shape[3]);
        flat = flat.PadWithBorder(radius, radius, radius, radius).Conv2d(rows, null, [1, 1], [0, 0], [1, 1], planes);
        flat = flat.Conv2d(rows.Reshape(planes, 1, taps, 1), null, [1, 1], [0, 0], [1, 1], planes);
        return flat.Reshape(shape);
    }

    /// <summary>Random erasing (Zhong et al. 2020): a rectangle of 2 % to 20 % of the area becomes the picture's mean.</summary>
    private Tensor Erase(Tensor input, Xoshiro256 random)
    {
        var shape = input.Shape;
        var keep = new float[shape[0] * shape[2] * shape[3]];
        keep.AsSpan().Fill(1);
        for (var i = 0; i < shape[0]; i++)
        {
            if (random.Unit() >= _options.Erase) continue;
            var (area, ratio) = (random.Between(0.02, 0.2), Math.Exp(random.Between(-1, 1) * Math.Log(3)));
            var width = (int)Math.Round(shape[3] * Math.Sqrt(area * ratio));
            var height = (int)Math.Round(shape[2] * Math.Sqrt(area / ratio));
            var (left, top) = (random.Below((int)shape[3] - width + 1), random.Below((int)shape[2] - height + 1));
            for (var y = top; y < top + height; y++)
                keep.AsSpan((int)((((i * shape[2]) + y) * shape[3]) + left), width).Clear();
        }

        var mask = Tensor.From<float>(keep, shape[0], 1, shape[2], shape[3]).Move(input.Device);
        var mean = input.Mean([1, 2, 3], keep: true);
        return ((input - mean) * mask) + mean;
    }
}
