using Lucarne.Learning.Augment;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Augment;

/// <summary>One plane of a grey picture is normalised as its three equal channels would be.</summary>
public sealed class NormaliserTests
{
    [Theory]
    [InlineData(Normalisation.ZeroOne)]
    [InlineData(Normalisation.Imagenet)]
    [InlineData(Normalisation.ZScore)]
    public void One_plane_becomes_what_three_equal_ones_become(Normalisation kind)
    {
        using var scope = new TensorScope();
        float[] values = [0, 0.25f, 0.5f, 1, 0.1f, 0.9f, 0.3f, 0.7f];
        var plane = Tensor.From<float>(values, 2, 1, 2, 2);
        var three = plane.Expand(2, 3, 2, 2).Contiguous();
        var normaliser = Normaliser.Of(kind, 3);
        var (lean, full) = (normaliser.Apply(plane), normaliser.Apply(three));
        Assert.Equal([2, 3, 2, 2], lean.Shape);
        Assert.All(lean.Contiguous().ToArray<float>().Zip(full.ToArray<float>()), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }
}
