namespace Lucarne.Networks.Tests;

internal static class Closeness
{
    /// <summary>No value differs by more than the tolerance, counted in the largest expected value where that is above 1.</summary>
    internal static void AssertClose(float[] expected, float[] actual, double tolerance, string what = "values")
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = Math.Max(1, expected.Max(Math.Abs));
        var worst = expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Max();
        Assert.True(worst <= tolerance * scale, $"{what} differ by {worst:g3}, largest {scale:g3}");
    }
}
