using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>Paints spine, ribs, breastbone, collarbones, shoulder blades and the heads of the upper arms.</summary>
internal sealed class ThoraxSkeleton(ThoraxAnatomy anatomy, ThoraxTraits traits)
{
    private const double RibEveryMm = 25, RibFallMm = 78, VertebraMm = 24;
    private const double Cartilage = 110, Muscle = 48;

    private ThoraxForm Form => anatomy.Form;

    private double Marrow => 90 + (0.22 * traits.BoneHounsfield);

    internal void PaintSpine(SliceCanvas canvas, double z)
    {
        var y = Form.SpineY(z);
        var turns = (z / VertebraMm) + traits.VertebraPhase;
        var within = turns - Math.Floor(turns);
        var disc = within < 0.2;
        var waist = disc ? 1.0 : 0.5 * (1 + Math.Abs((within - 0.6) / 0.4));
        canvas.Lay(new Blob(0, y + 44, 30, 15) { Squareness = -0.04 }, Muscle);
        var arch = within is > 0.35 and < 0.85;
        canvas.Lay(new Blob(0, y + 40 + (6 * within), 3.4, 14), traits.BoneHounsfield * 0.75);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            if (arch) canvas.Lay(new Blob(side * 27, y + 20, 17, 4.6, side * -0.06), traits.BoneHounsfield * 0.7);
            canvas.Lay(new Blob(side * 11, y + 28, 5, 8, side * 0.45), traits.BoneHounsfield * 0.85);
            if (arch) canvas.Lay(new Blob(side * 13, y + 14, 4.5, 9, side * 0.1), traits.BoneHounsfield * 0.8);
        }

        var body = anatomy.Vertebra(z, disc ? 0 : waist - 0.8);
        canvas.Lay(body, disc ? 95 : traits.BoneHounsfield);
        if (!disc) canvas.Lay(body.Grown(-1.8), Marrow + (within is < 0.27 or > 0.94 ? 0.35 * traits.BoneHounsfield : 0));
        canvas.Lay(anatomy.Canal(z).Grown(1.2), traits.BoneHounsfield * (arch ? 0.9 : 0.35));
        canvas.Lay(anatomy.Canal(z), -20);
        canvas.Lay(anatomy.Cord(z).Grown(1.6), 12);
        canvas.Lay(anatomy.Cord(z), 42);
    }

    /// <summary>A slice cuts each rib where its fall from the spine to the breastbone crosses the slice's height.</summary>
    internal void PaintRibs(SliceCanvas canvas, double z)
    {
        double a = Form.CavityHalfWidth(z) + 9, b = Form.CavityHalfDepth(z) + 8, middle = Form.CavityMiddleY(z);
        for (var rib = -10; rib <= 8; rib++)
        {
            var start = (rib * RibEveryMm) + (traits.VertebraPhase * RibEveryMm);
            var along = (start - z) / RibFallMm;
            if (along is < 0.02 or > 0.93 || start > 112) continue;
            // Half the angle from the back has the tangent t: a quarter turn at the middle of the rib.
            var u = 0.1 + (0.78 * along);
            var t = u / (1 - u);
            double c = (1 - (t * t)) / (1 + (t * t)), s = 2 * t / (1 + (t * t));
            foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            {
                var run = new Vector3d(side * a * c, -b * s, 0).Normalised();
                if (run.X < 0) run *= -1;
                var section = new Blob(side * a * s, middle + (b * c), 13.5, 4.4, run.Y / (1 + run.X));
                canvas.Lay(section, along > 0.8 ? Cartilage : traits.BoneHounsfield * 1.05);
                if (along <= 0.8) canvas.Lay(section.Grown(-1.9), Marrow * 0.7);
            }
        }
    }

    internal void PaintBreastbone(SliceCanvas canvas, double z)
    {
        if (z is < -88 or > 74) return;
        var broad = ThoraxForm.Rising(z, 38, 60);
        var bone = new Blob(0, Form.CavityFrontY(z) - 7, 16 + (12 * broad), 6) { Wave = (0, 0, 0, 0.05) };
        canvas.Lay(bone, traits.BoneHounsfield * 0.8);
        canvas.Lay(bone.Grown(-1.8), Marrow * 0.6);
    }

    internal void PaintShoulders(SliceCanvas canvas, double z)
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            Bone(canvas, new Tube(new(side * 16, Form.CavityFrontY(66) - 6, 68), new(side * 95, Form.WallMiddleY(86) - 28, 92), 6).At(z));
            Bone(canvas, new Tube(new(side * 95, Form.WallMiddleY(86) - 28, 92), new(side * 150, Form.WallMiddleY(100) + 6, 104), 6).At(z));
            if (z > -62) PaintBlade(canvas, z, side);
            Bone(canvas, new Tube(new(side * 166, Form.WallMiddleY(104) + 6, 106), new(side * 176, Form.WallMiddleY(104) - 4, 150), 23).At(z));
        }
    }

    private void PaintBlade(SliceCanvas canvas, double z, int side)
    {
        var high = ThoraxForm.Rising(z, 20, 95);
        double x = (0.8 * Form.WallHalfWidth(z)) - (10 * high), y = Form.WallMiddleY(z) + (Form.WallHalfDepth(z) * (0.5 - (0.08 * high)));
        var reach = 16 + (22 * ThoraxForm.Rising(z, -62, 40));
        canvas.Lay(new Blob(side * x, y - 9, reach + 4, 8, side * -0.32), Muscle + 8);
        Bone(canvas, Region.Of(new Blob(side * x, y, reach, 3 + (2.2 * high), side * -0.32)));
        if (z > 48) Bone(canvas, Region.Of(new Blob(side * (x + 4), y + 12, 6 + (18 * high), 3.4, side * -0.1)));
    }

    private void Bone(SliceCanvas canvas, Region region)
    {
        canvas.Lay(region, traits.BoneHounsfield);
        canvas.Lay(region.Grown(-2.2), Marrow);
    }
}
