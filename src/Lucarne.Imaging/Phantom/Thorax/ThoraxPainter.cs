using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>Paints one slice of a phantom patient: from the couch and the skin inwards.</summary>
internal sealed class ThoraxPainter(ThoraxTraits traits, ThoraxAnatomy anatomy, ThoraxTumour tumour, ulong seed)
{
    private const double Skin = 15, Fat = -103, Muscle = 48;

    private readonly ThoraxVessels vessels = anatomy.Vessels;
    private readonly ThoraxSkeleton skeleton = new(anatomy, traits);

    internal void Paint(SliceCanvas canvas, double z)
    {
        PaintCouch(canvas);
        PaintTrunk(canvas, z);
        skeleton.PaintShoulders(canvas, z);
        skeleton.PaintRibs(canvas, z);
        PaintCavity(canvas, z);
        skeleton.PaintBreastbone(canvas, z);
        PaintLung(canvas, z, -1);
        PaintLung(canvas, z, 1);
        PaintHeart(canvas, z);
        skeleton.PaintSpine(canvas, z);
        PaintVessels(canvas, z);
        PaintTumour(canvas, z);
    }

    private double Blood(double strength = 1) => 42 + (150 * traits.Contrast * strength);

    private void PaintCouch(SliceCanvas canvas)
    {
        var top = 112 + traits.FatMm + traits.CouchBelowMm;
        if (traits.HasFlatCouch)
        {
            var board = Region.Box(-238, top, 238, top + 22);
            canvas.Lay(board, -180);
            canvas.Lay(board.Grown(-2.5), -900);
        }

        // The cradle below: a shallow shell.
        var shell = Region.Of(new Blob(0, top - 400, 440, 450)).Without(Region.Of(new Blob(0, top - 403.5, 440, 450)));
        canvas.Lay(shell.And(Region.Box(-205, top - 20, 205, top + 80)), 80, opacity: 0.85);
    }

    private void PaintTrunk(SliceCanvas canvas, double z)
    {
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 5));
        var body = anatomy.Body(z);
        canvas.Lay(body, Skin);
        canvas.Lay(body.Grown(-2), Fat);
        if (traits.IsFemale)
        {
            foreach (var side in (ReadOnlySpan<int>)[-1, 1])
                canvas.Lay(anatomy.Breast(z, side).Scaled(0.55), 25, softness: 6, opacity: n.Between(0.3, 0.8));
        }

        var wall = anatomy.Wall(z);
        canvas.Lay(Region.Of(wall).And(body.Grown(-2.5)), Muscle);
        // Fat between the muscles of chest, flank and back.
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            canvas.Lay(new Blob(side * (wall.A * 0.88), wall.Y - (wall.B * 0.1), 7 + (9 * ThoraxForm.Rising(z, 0, 60)), 20, side * -0.15), Fat, softness: 3, opacity: 0.9);
            canvas.Lay(new Blob(side * (wall.A * 0.52), wall.Y + (wall.B * 0.83), 30, 2.2, side * -0.12), Fat, softness: 2, opacity: 0.7);
            canvas.Lay(new Blob(side * (wall.A * 0.55), wall.Y - (wall.B * 0.8), 30, 2, side * 0.2), Fat, softness: 2, opacity: 0.7);
            PaintArmpit(canvas, wall, side, ThoraxForm.Rising(z, 10, 70));
        }
    }

    /// <summary>Towards the shoulder fat with vessels lies between the muscles of chest and shoulder blade.</summary>
    private void PaintArmpit(SliceCanvas canvas, Blob wall, int side, double high)
    {
        if (high <= 0) return;
        double x = side * (anatomy.Form.CavityHalfWidth(0) * 0.9), y = wall.Y - (0.05 * wall.B);
        canvas.Lay(new Blob(x, y, 30 * high, 15 * high, side * -0.3) { Wave = (0.1, 0.05, 0.12, 0) }, Fat, softness: 4, opacity: 0.85);
        canvas.Lay(new Blob(x, y - 3, 5 * high, 4.5 * high), Blood(0.8));
        canvas.Lay(new Blob(x + (side * 11), y - 6, 4 * high, 4 * high), Blood(0.7));
        canvas.Lay(new Blob(side * 0.72 * wall.A, wall.Y + (0.72 * wall.B), 26 * high, 2.4, side * -0.35), Fat, softness: 3, opacity: 0.8);
        canvas.Lay(new Blob(side * 0.85 * wall.A, wall.Y - (0.45 * wall.B), 22 * high, 2.4, side * 0.5), Fat, softness: 3, opacity: 0.8);
    }

    private void PaintCavity(SliceCanvas canvas, double z)
    {
        var cavity = anatomy.Cavity(z);
        canvas.Lay(anatomy.Cavity(z, 2.5), -30);
        canvas.Lay(cavity, -88);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            var dome = anatomy.Dome(z, side);
            var under = Region.Of(dome).And(cavity.Grown(-0.5));
            canvas.Lay(under, side < 0 ? 58 + (45 * traits.Contrast) : -70);
            if (side < 0) continue;
            var stomach = dome with { X = dome.X - (0.18 * dome.A), Y = dome.Y - (0.2 * dome.B), A = dome.A * 0.6, B = dome.B * 0.6 };
            var spleen = dome with { X = dome.X + (0.42 * dome.A), Y = dome.Y + (0.42 * dome.B), A = dome.A * 0.42, B = dome.B * 0.45 };
            canvas.Lay(Region.Of(spleen).And(under), 50 + (55 * traits.Contrast));
            canvas.Lay(Region.Of(stomach).And(under), 40);
            canvas.Lay(Region.Of(stomach with { Y = stomach.Y - (0.3 * stomach.B), A = stomach.A * 0.7, B = stomach.B * 0.45 }).And(under), -920);
        }
    }

    private void PaintLung(SliceCanvas canvas, double z, int side)
    {
        var lung = anatomy.Lung(z, side);
        if (lung.IsEmpty) return;
        var middle = anatomy.Form.CavityMiddleY(z);
        // Blood and air settle: the back of a lying patient's lungs is denser.
        canvas.Lay(lung, (_, y) => traits.LungHounsfield + (0.32 * (y - middle)), 1.5);
        foreach (var bronchus in vessels.Bronchi) PaintWithin(canvas, bronchus.Widened(0.9).At(z), lung, -250);
        foreach (var vessel in vessels.Lung(side)) PaintWithin(canvas, vessel.At(z), lung, Blood(0.9));
        foreach (var bronchus in vessels.Bronchi) PaintWithin(canvas, bronchus.At(z), lung, -970);
    }

    private static void PaintWithin(SliceCanvas canvas, Region tube, Region lung, double hounsfield)
    {
        if (!tube.IsEmpty) canvas.Lay(tube.And(lung.Grown(-0.5)), hounsfield);
    }

    private void PaintHeart(SliceCanvas canvas, double z)
    {
        var sac = anatomy.HeartOval(z);
        if (sac.A <= 0) return;
        canvas.Lay(sac, 15);
        canvas.Lay(sac.Grown(-1.5), -70);
        var muscle = sac.Grown(-5) with { X = sac.X + 1.5 };
        canvas.Lay(muscle, 48 + (55 * traits.Contrast));
        // Right chambers in front and to the right, left ones behind and to the left; a wall between.
        var heart = Region.Of(muscle.Grown(-3));
        var (a, b) = (sac.A, sac.B);
        canvas.Lay(Region.Of(new Blob(sac.X - (0.5 * a), sac.Y - (0.05 * b), 0.36 * a, 0.55 * b, -0.2)).And(heart), Blood(0.75), softness: 2.5);
        canvas.Lay(Region.Of(new Blob(sac.X - (0.02 * a), sac.Y - (0.52 * b), 0.46 * a, 0.3 * b, -0.15)).And(heart), Blood(0.85), softness: 2.5);
        canvas.Lay(Region.Of(new Blob(sac.X + (0.4 * a), sac.Y + (0.08 * b), 0.36 * a, 0.33 * b, -0.3)).And(heart), Blood(), softness: 2.5);
        if (z > -82) canvas.Lay(Region.Of(new Blob(sac.X - (0.05 * a), sac.Y + (0.6 * b), 0.5 * a, 0.28 * b, 0.05)).And(heart), Blood(), softness: 2.5);
    }

    private void PaintVessels(SliceCanvas canvas, double z)
    {
        var bed = anatomy.Mediastinum(z).Or(Region.Of(anatomy.Dome(z, -1))).Or(Region.Of(anatomy.Dome(z, 1))).Or(anatomy.Heart(z)).And(anatomy.Cavity(z).Or(anatomy.Vertebra(z, 40)));
        foreach (var vessel in vessels.Others) canvas.Lay(vessel.At(z).And(bed), Blood(vessel.RadiusMm > 9 ? 1 : 0.8));
        foreach (var vessel in vessels.Aorta)
        {
            var section = vessel.At(z);
            canvas.Lay(section, 38);
            canvas.Lay(section.Grown(-1.5), Blood());
        }

        PaintChalk(canvas, z);
        var oesophagus = anatomy.OesophagusOval(z);
        canvas.Lay(Region.Of(oesophagus).Grown(1.8), -75, opacity: 0.8);
        canvas.Lay(oesophagus, 34 + (14 * traits.Contrast));
        var air = ThoraxAnatomy.Wiggle((z / 61) + traits.VertebraPhase);
        if (air > 0.1) canvas.Lay(new Blob(oesophagus.X + 1, oesophagus.Y - 0.6, 3.6 * air, 2.1 * air), -800);
        foreach (var airway in vessels.Airways) canvas.Lay(airway.Widened(1.7).At(z), 25);
        foreach (var airway in vessels.Airways) canvas.Lay(airway.At(z), -985);
    }

    /// <summary>Chalk in the aorta's wall, more with age.</summary>
    private void PaintChalk(SliceCanvas canvas, double z)
    {
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 6));
        var spots = Math.Max(0, (traits.AgeYears - 55) / 4);
        for (var i = 0; i < spots; i++)
        {
            var tube = vessels.Aorta[(int)n.Between(0, vessels.Aorta.Count)];
            var along = tube.From + ((tube.To - tube.From) * n.Uniform());
            var outward = new Vector3d(n.Between(-1, 1), n.Between(-1, 1) + 0.001, 0).Normalised();
            var spot = along + (outward * (tube.RadiusMm - 0.8));
            canvas.Lay(new Tube(spot, spot + new Vector3d(0, 0, n.Between(2, 9)), n.Between(1, 2.2)).At(z), n.Between(450, 900));
        }
    }

    private void PaintTumour(SliceCanvas canvas, double z)
    {
        foreach (var spike in tumour.Spikes) PaintWithin(canvas, spike.At(z), anatomy.Lung(z, tumour.Side), -150);
        var gross = tumour.Gross(z);
        if (gross.IsEmpty) return;
        canvas.Lay(gross, (x, y) => tumour.Hounsfield + (9 * ThoraxAnatomy.Wiggle((x + z) / 17) * ThoraxAnatomy.Wiggle((y - z) / 13)), 1.5);
        if (tumour.HasCore) canvas.Lay(tumour.Core(z).And(gross.Grown(-3)), 14, softness: 5, opacity: 0.9);
    }
}
