namespace Lucarne.Imaging.Tests;

internal sealed class Near(double tolerance) : IEqualityComparer<double>
{
    public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

    public int GetHashCode(double obj) => 0;
}

internal static class Differences
{
    /// <summary>Mean absolute difference of two pictures of one shape.</summary>
    internal static double Mean(Picture a, Picture b)
    {
        Assert.Equal((a.Width, a.Height, a.Channels), (b.Width, b.Height, b.Channels));
        double sum = 0;
        for (var i = 0; i < a.Samples8.Length; i++)
            sum += Math.Abs(a.Samples8[i] - b.Samples8[i]);
        return sum / a.Samples8.Length;
    }
}
