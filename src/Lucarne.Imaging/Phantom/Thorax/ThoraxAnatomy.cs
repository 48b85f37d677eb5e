namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>The organs of a phantom patient as regions of a slice at a height, in mm for a person of scale 1.</summary>
internal sealed class ThoraxAnatomy
{
    private readonly ThoraxTraits traits;
    private readonly Blob heartShape;

    internal ThoraxAnatomy(ThoraxTraits traits, ulong seed)
    {
        (this.traits, Form) = (traits, new ThoraxForm(traits));
        Vessels = new ThoraxVessels(Form, traits, seed);
        heartShape = new Blob(0, 0, 1, 1, -0.22).Wavy(new SeededNumbers(SeededNumbers.Derive(seed, 2)), 0.035);
    }

    internal ThoraxForm Form { get; }

    internal ThoraxVessels Vessels { get; }

    /// <summary>Everything under the skin.</summary>
    internal Region Body(double z)
    {
        var body = Region.Of(Wall(z, traits.FatMm));
        return traits.IsFemale ? body.Or(Region.Of(Breast(z, 1))).Or(Region.Of(Breast(z, -1))) : body;
    }

    /// <summary>Muscle and what it encloses, grown by a layer.</summary>
    internal Blob Wall(double z, double grownMm = 0) => new(0, Form.WallMiddleY(z), Form.WallHalfWidth(z) + grownMm, Form.WallHalfDepth(z) + (grownMm * 0.8))
    {
        Squareness = -0.03 - (0.02 * ThoraxForm.Rising(z, 30, 100)),
        Wave = (0, 0, 0, -0.012),
    };

    internal Blob Breast(double z, int side)
    {
        double across = (z + 52) / 52, cut = 1 - (across * across);
        var size = cut > 0 ? Math.Sqrt(cut) : 0;
        return new Blob(side * 78, Form.WallMiddleY(z) - Form.WallHalfDepth(z) + 8, 56 * size, ((0.9 * traits.FatMm) + 20) * size, side * -0.1);
    }

    /// <summary>The room within the ribs.</summary>
    internal Region Cavity(double z, double grownMm = 0) => Region.Of(new Blob(0, Form.CavityMiddleY(z), Form.CavityHalfWidth(z) + grownMm, Form.CavityHalfDepth(z) + grownMm) { Squareness = -0.02, Wave = (0, 0, 0, 0.02) });

    internal Region Vertebra(double z, double grownMm = 0) => Region.Of(new Blob(0, Form.SpineY(z), 17 + grownMm, 14 + grownMm));

    /// <summary>What the spine's arches and transverse processes reach, where ribs begin and no lung is.</summary>
    internal Region Arches(double z) => Region.Of(new Blob(0, Form.SpineY(z) + 27, 49, 15));

    internal Region Canal(double z) => Region.Of(new Blob(0, Form.SpineY(z) + 22, 10.5, 8.5));

    internal Region Cord(double z) => Region.Of(new Blob(0, Form.SpineY(z) + 21.5, 7.4, 6.2));

    internal Region Oesophagus(double z) => Region.Of(OesophagusOval(z));

    /// <summary>Behind the windpipe, then before the spine; below the heart it turns left and to the front.</summary>
    internal Blob OesophagusOval(double z)
    {
        var low = ThoraxForm.Rising(-z, 70, 145);
        var squeeze = 1 + (0.12 * Wiggle(z / 34));
        return new Blob(traits.OesophagusLeftMm + 4 + (16 * low), Form.SpineFrontY(z) - 11 - (18 * low), 9.5 * squeeze, 6.6 / squeeze, 0.1 + (0.2 * low));
    }

    /// <summary>The heart in its sac, grown by a layer.</summary>
    internal Blob HeartOval(double z, double grownMm = 0)
    {
        double half = 54 * traits.HeartSize, above = (z + 72) / half, cut = 1 - (above * above);
        // Blunter than an ellipsoid: the heart rests on the diaphragm.
        var size = cut > 0 ? 0.5 * (Math.Sqrt(cut) + Math.Sqrt(Math.Sqrt(cut))) : 0;
        double a = (57 * traits.HeartSize * size) + grownMm, b = (47 * traits.HeartSize * size) + grownMm;
        return heartShape with
        {
            X = 24 + traits.HeartLeftMm - (0.22 * (z + 72)),
            Y = Form.CavityFrontY(z) + 6 + (47 * traits.HeartSize),
            A = size > 0.3 ? a : 0,
            B = size > 0.3 ? b : 0,
        };
    }

    internal Region Heart(double z) => Region.Of(HeartOval(z));

    /// <summary>What the diaphragm arches over: the liver on the right (−1), stomach and spleen on the left (1).</summary>
    internal Blob Dome(double z, int side)
    {
        var below = (side < 0 ? -84 + traits.DiaphragmMm.Right : -93 + traits.DiaphragmMm.Left) - z;
        var size = below > 0 ? Math.Sqrt(below / 52) : 0;
        return new Blob(side * 60, Form.CavityMiddleY(z) - 14, 79 * size, 84 * size, side * 0.06);
    }

    /// <summary>Fat, vessels and airways between the lungs, without the heart.</summary>
    internal Region Mediastinum(double z)
    {
        var front = Form.CavityFrontY(z);
        var (spine, top) = (Form.SpineFrontY(z), ThoraxForm.Rising(z, 20, 70));
        var middle = new Blob(3 - (2 * top), ((spine + front) / 2) + 6, 33 - (3 * top), (spine - front) * 0.5) { Wave = (0.03, 0.02, 0, 0.05) };
        var hila = new Blob(2, spine - 26, 44, 22);
        var behind = new Blob(4, spine, 27, 24);
        var join = new Blob(-2, front + 18, 9 + (8 * top), 34);
        var region = Region.Of(middle).Or(Region.Of(behind)).Or(Region.Of(join)).Or(Vertebra(z, 6)).Or(Arches(z));
        foreach (var vessel in Vessels.Aorta) region = region.Or(vessel.Widened(2).At(z));
        return Math.Abs(z + 20) < 26 ? region.Or(Region.Of(hila)) : region;
    }

    /// <summary>The right (−1) or left (1) lung with its small vessels, a tumour within included.</summary>
    internal Region Lung(double z, int side)
    {
        if (Form.CavityHalfWidth(z) < 34) return Region.None;
        var half = Region.Of(new Blob(side * 150, Form.CavityMiddleY(z), 150, 220));
        return Cavity(z).And(half).Without(Mediastinum(z)).Without(Region.Of(HeartOval(z, 2.5))).Without(Region.Of(Dome(z, side))).Without(Region.Of(Dome(z, -side)));
    }

    /// <summary>A smooth wave of period 1 from −1 to 1: parabolas in place of a sine, which machines round differently.</summary>
    internal static double Wiggle(double turns)
    {
        var u = (2 * (turns - Math.Floor(turns))) - 1;
        return 4 * u * (1 - Math.Abs(u));
    }
}
