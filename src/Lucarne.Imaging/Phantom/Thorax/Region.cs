namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>A part of one slice: about the distance to its outline in mm, negative within, and a box beyond which nothing of it lies.</summary>
/// <param name="Left">Least x of the box, in mm.</param>
/// <param name="Top">Least y of the box, in mm.</param>
/// <param name="Right">Greatest x.</param>
/// <param name="Bottom">Greatest y.</param>
/// <param name="Distance">The distance of a point (x, y).</param>
internal sealed record Region(double Left, double Top, double Right, double Bottom, Func<double, double, double> Distance)
{
    /// <summary>Nothing.</summary>
    internal static Region None { get; } = new(0, 0, -1, -1, static (_, _) => double.MaxValue);

    internal bool IsEmpty => Right < Left;

    /// <summary>An oval; nothing where it has no size.</summary>
    internal static Region Of(Blob blob)
    {
        if (!(blob.A > 0 && blob.B > 0)) return None;
        double c = (1 - (blob.Turn * blob.Turn)) / (1 + (blob.Turn * blob.Turn)), s = 2 * blob.Turn / (1 + (blob.Turn * blob.Turn));
        var swell = 1.02 + Math.Abs(blob.Wave.Cos2) + Math.Abs(blob.Wave.Sin2) + Math.Abs(blob.Wave.Cos3) + Math.Abs(blob.Wave.Sin3)
            + Math.Abs(blob.Lobes.Cos) + Math.Abs(blob.Lobes.Sin) + Math.Abs(blob.Squareness);
        var across = swell * Math.Sqrt((blob.A * c * blob.A * c) + (blob.B * s * blob.B * s));
        var down = swell * Math.Sqrt((blob.A * s * blob.A * s) + (blob.B * c * blob.B * c));
        return new(blob.X - across, blob.Y - down, blob.X + across, blob.Y + down, blob.Distance);
    }

    /// <summary>A box.</summary>
    internal static Region Box(double left, double top, double right, double bottom) =>
        new(left, top, right, bottom, (x, y) => Math.Max(Math.Max(left - x, x - right), Math.Max(top - y, y - bottom)));

    /// <summary>What lies in both.</summary>
    internal Region And(Region other) => IsEmpty || other.IsEmpty ? None : new(
        Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom),
        (x, y) => Math.Max(Distance(x, y), other.Distance(x, y)));

    /// <summary>What lies in either.</summary>
    internal Region Or(Region other) => IsEmpty ? other : other.IsEmpty ? this : new(
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom),
        (x, y) => Math.Min(Distance(x, y), other.Distance(x, y)));

    /// <summary>What lies in this and not in the other.</summary>
    internal Region Without(Region other) => IsEmpty || other.IsEmpty ? this : this with { Distance = (x, y) => Math.Max(Distance(x, y), -other.Distance(x, y)) };

    /// <summary>The same outline moved outwards.</summary>
    internal Region Grown(double byMm) => IsEmpty ? this : new(
        Left - byMm, Top - byMm, Right + byMm, Bottom + byMm, (x, y) => Distance(x, y) - byMm);
}
