using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>A tumour in one lung: an uneven ellipsoid with spikes. Measures in mm for a person of scale 1.</summary>
internal sealed record ThoraxTumour
{
    private const double MarginMm = 10;
    private const int Tries = 400;

    private readonly Vector3d middle;
    private readonly (double X, double Y, double Z) half;
    private readonly Blob shape;
    private readonly ThoraxAnatomy anatomy;
    private readonly double scale;

    internal ThoraxTumour(ThoraxAnatomy anatomy, ThoraxTraits traits, ulong seed, double growth)
    {
        this.anatomy = anatomy;
        scale = traits.Scale;
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 4));
        Side = n.Chance(0.5) ? 1 : -1;
        var radius = n.Between(11, 30);
        half = (radius * n.Between(0.85, 1.2), radius * n.Between(0.85, 1.2), radius * n.Between(0.85, 1.15));
        shape = new Blob(0, 0, 1, 1, n.Between(-0.6, 0.6)).Wavy(n, 0.075).Lobed(n, 0.045);
        middle = Place(n, radius);
        half = (half.X * growth, half.Y * growth, half.Z * growth);
        Hounsfield = n.Between(32, 48) + (35 * traits.Contrast);
        HasCore = radius > 18 && n.Chance(0.6);
        Spikes = [.. Enumerable.Range(0, 14).Select(_ => Spike(n))];
    }

    /// <summary>1 in the left lung, −1 in the right.</summary>
    internal int Side { get; }

    internal double Hounsfield { get; }

    /// <summary>Whether its middle has died and is darker.</summary>
    internal bool HasCore { get; }

    /// <summary>Fine strands that run into the lung.</summary>
    internal IReadOnlyList<Tube> Spikes { get; }

    /// <summary>Gross tumour volume: what is seen, which neither ribs nor heart nor spine stop short of their own outline.</summary>
    internal Region Gross(double z) => Oval(z, 0).And(anatomy.Cavity(z, 1)).Without(Region.Of(anatomy.HeartOval(z, 1.5))).Without(anatomy.Vertebra(z, 4)).Without(anatomy.Arches(z));

    /// <summary>Planning target volume: the tumour with a margin of 10 mm to all sides, within the body.</summary>
    internal Region Planning(double z) => Oval(z, MarginMm / scale).And(anatomy.Body(z).Grown(-4));

    internal Region Core(double z) => Oval(z, -0.55 * Math.Min(half.X, half.Y));

    private Region Oval(double z, double grownMm)
    {
        double c = half.Z + grownMm, off = (z - middle.Z) / c, cut = 1 - (off * off);
        if (cut <= 0.02 || c <= 0) return Region.None;
        var size = Math.Sqrt(cut);
        return Region.Of(shape with
        {
            X = middle.X + (0.15 * (z - middle.Z)),
            Y = middle.Y - (0.1 * (z - middle.Z)),
            A = (half.X + grownMm) * size,
            B = (half.Y + grownMm) * size,
        });
    }

    /// <summary>The first of many chances where the middle lies well within the lung: deep or close to its surface.</summary>
    private Vector3d Place(SeededNumbers n, double radius)
    {
        var depth = n.Chance(0.4) ? n.Between(0.35, 0.6) : n.Between(0.9, 1.1);
        Vector3d best = new(Side * 75, anatomy.Form.CavityMiddleY(10), 10);
        var nearest = double.MaxValue;
        for (var i = 0; i < Tries && nearest > 1.5; i++)
        {
            var z = n.Between(-60, 72);
            var point = new Vector3d(Side * n.Between(32, 125), anatomy.Form.CavityMiddleY(z) + n.Between(-75, 78), z);
            var away = Math.Abs(anatomy.Lung(z, Side).Distance(point.X, point.Y) + (depth * radius));
            if (away < nearest) (best, nearest) = (point, away);
        }

        return best;
    }

    private Tube Spike(SeededNumbers n)
    {
        var towards = new Vector3d(n.Between(-1, 1), n.Between(-1, 1), n.Between(-1, 1) + 0.001).Normalised();
        var surface = new Vector3d(towards.X * half.X, towards.Y * half.Y, towards.Z * half.Z);
        return new Tube(middle + (surface * 0.8), middle + (surface * n.Between(1.2, 1.55)), n.Between(0.4, 0.9));
    }
}
