using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Augment;

/// <summary>Brings pixel values in [0, 1] to what the network expects.</summary>
public sealed class Normaliser
{
    private readonly bool _perPicture;
    private readonly int _channels;
    private readonly double[] _mean;
    private readonly double[] _deviation;

    private Normaliser(bool perPicture, int channels, double[] mean, double[] deviation) =>
        (_perPicture, _channels, _mean, _deviation) = (perPicture, channels, mean, deviation);

    /// <summary>The normaliser that a recipe names.</summary>
    /// <param name="kind">Any but <see cref="Normalisation.Weights"/>, which is resolved before.</param>
    /// <param name="channels">1 or 3; a single channel takes the mean of the three channels' figures.</param>
    public static Normaliser Of(Normalisation kind, int channels) => kind switch
    {
        Normalisation.ZeroOne => With([0, 0, 0], [1, 1, 1], channels),
        Normalisation.Symmetric => With([0.5, 0.5, 0.5], [0.5, 0.5, 0.5], channels),
        Normalisation.Imagenet => With([0.485, 0.456, 0.406], [0.229, 0.224, 0.225], channels),
        Normalisation.ZScore => new Normaliser(true, channels, [], []),
        _ => throw new InvalidOperationException($"the normalisation {kind} must be resolved from the weights first"),
    };

    /// <summary>Takes a mean away and divides by a deviation, for values in [0, 1].</summary>
    public static Normaliser With(double[] mean, double[] deviation, int channels) =>
        channels == mean.Length ? new Normaliser(false, channels, mean, deviation) : new Normaliser(false, channels, [mean.Average()], [deviation.Average()]);

    /// <summary>[B, C, H, W] in [0, 1] to normalised values of the same shape; of grey pictures, [B, 1, H, W] to [B, C, H, W].</summary>
    public Tensor Apply(Tensor input)
    {
        var shape = input.Shape;
        return Normalise(input).Expand(shape[0], Math.Max(shape[1], _channels), shape[2], shape[3]);
    }

    private Tensor Normalise(Tensor input)
    {
        if (_perPicture)
        {
            // A constant picture has no deviation: the small addend keeps it at zero.
            return (input - input.Mean([1, 2, 3], keep: true)) / (input.Std([1, 2, 3], unbiased: false, keep: true) + 1e-6);
        }

        if (_mean.All(value => value == 0) && _deviation.All(value => value == 1)) return input;
        var device = input.Device;
        var mean = Tensor.From<float>([.. _mean.Select(value => (float)value)], 1, _mean.Length, 1, 1).Move(device);
        var deviation = Tensor.From<float>([.. _deviation.Select(value => (float)value)], 1, _deviation.Length, 1, 1).Move(device);
        return (input - mean) / deviation;
    }
}
