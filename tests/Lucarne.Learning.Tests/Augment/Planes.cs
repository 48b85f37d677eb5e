using Lucarne.Learning.Randomness;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Augment;

/// <summary>Small made-up pictures.</summary>
internal static class Planes
{
    /// <summary>Values in [low, high), [count, channels, side, side].</summary>
    public static Tensor Random(int count, int channels, int side, double low = 0, double high = 1, ulong seed = 11)
    {
        var random = new Xoshiro256(seed);
        return Tensor.From<float>([.. Enumerable.Range(0, count * channels * side * side).Select(_ => (float)random.Between(low, high))], count, channels, side, side);
    }

    /// <summary>The values of each picture.</summary>
    public static float[][] Pictures(Tensor batch) => [.. batch.ToArray<float>().Chunk((int)(batch.Elements / batch.Shape[0]))];

    public static void AssertEqual(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange(expected.ToArray<float>().Zip(actual.ToArray<float>(), (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);
    }
}
