namespace Lucarne.Imaging;

/// <summary>Draws all of a slice but the kidneys: wall, spine, muscles, vessels, liver, spleen, bowel.</summary>
internal static class Abdomen
{
    private const double Fat = -100, Muscle = 58, Bowel = 45;

    internal static void Draw(HounsfieldCanvas canvas, PhantomPatient patient, ulong seed, double z)
    {
        var body = patient.Body;
        if (patient.HasTable)
            Table(canvas, body);
        canvas.Lay(body, 10);
        canvas.Lay(body.Grown(-0.012), Fat - 4);
        var wall = body.Grown(-patient.Fat);
        canvas.Lay(wall, Muscle);
        var cavity = wall.Grown(-0.05);
        canvas.Lay(cavity with { Y = cavity.Y - 0.015, B = cavity.B * 0.98 }, Fat);
        Ribs(canvas, wall.Grown(-0.028), seed, z);
        BowelLoops(canvas, cavity, seed, patient.Contrast, z);
        Organs(canvas, patient, cavity, z);
        Spine(canvas, patient, wall, z);
        Vessels(canvas, patient, seed);
    }

    private static void Table(HounsfieldCanvas canvas, Blob body)
    {
        // The couch is the lower side of an ellipse; the upper one must lie above the picture, or it shows in the corners.
        var bed = new Blob(0, body.Y + body.B - 1.07, 1.9, 1.1);
        canvas.Lay(bed.Grown(0.014), 120, outside: bed);
        canvas.Lay(bed.Grown(0.1), -30, outside: bed.Grown(0.086));
    }

    private static void Ribs(HounsfieldCanvas canvas, Blob ring, ulong seed, double z)
    {
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 11));
        for (var i = 0; i < 10; i++)
        {
            // Points around the wall by the half-angle tangent, left out in front where there is no rib.
            double t = (i < 7 ? n.Between(0.3, 0.95) : n.Between(1, 1.35)) * (i % 2 == 0 ? 1 : -1), away = 0.04 * z;
            var (c, s) = ((1 - (t * t)) / (1 + (t * t)), 2 * t / (1 + (t * t)));
            var (x, y) = (ring.X + (ring.A * s), ring.Y + (ring.B * c) + away);
            var rib = new Blob(x, y, n.Between(0.018, 0.026), n.Between(0.03, 0.05), (i % 2 == 0 ? 1 : -1) * n.Between(0.25, 0.6));
            canvas.Lay(rib, 420, inside: ring.Grown(0.03));
            canvas.Lay(rib.Grown(-0.011), 190, inside: ring.Grown(0.02));
        }
    }

    private static void Organs(HounsfieldCanvas canvas, PhantomPatient patient, Blob cavity, double z)
    {
        var liverSize = Math.Clamp(patient.Liver - (0.5 * z), 0, 1);
        if (liverSize > 0.15)
        {
            var liver = new Blob(cavity.X - (cavity.A * 0.58), cavity.Y - (cavity.B * 0.22), cavity.A * (0.28 + (0.22 * liverSize)), cavity.B * (0.4 + (0.32 * liverSize)), 0.18)
            { Wave = (0.05, -0.06, 0.07, 0.03) };
            canvas.Lay(liver, 60 + (55 * patient.Contrast), inside: cavity);
        }
        var spleenSize = patient.Spleen - (0.6 * z);
        if (spleenSize > 0.1)
            canvas.Lay(new Blob(cavity.X + (cavity.A * 0.8), cavity.Y + (cavity.B * 0.08), cavity.A * 0.13, cavity.B * (0.2 + (0.2 * Math.Min(1, spleenSize))), -0.1) { Wave = (0, 0.05, 0.08, 0) },
                52 + (70 * patient.Contrast), inside: cavity);
    }

    private static void BowelLoops(HounsfieldCanvas canvas, Blob cavity, ulong seed, double contrast, double z)
    {
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 12));
        for (var i = 0; i < 15; i++)
        {
            double x = cavity.X + (cavity.A * n.Between(-0.5, 0.85)), y = cavity.Y - (cavity.B * n.Between(0.12, 0.82));
            var loop = new Blob(x + (0.03 * z * n.Between(-1, 1)), y + (0.03 * z * n.Between(-1, 1)), n.Between(0.055, 0.1), n.Between(0.045, 0.08), n.Between(-0.8, 0.8)).Wavy(n, 0.07);
            canvas.Lay(loop, Bowel + (30 * contrast), inside: cavity);
            double kind = n.Uniform(), within = n.Between(-5, 35);
            canvas.Lay(loop.Grown(-0.016), within, inside: cavity);
            if (kind < 0.22)
                canvas.Lay(loop.Grown(-0.018) with { Y = loop.Y - 0.012 }, -820, inside: loop.Grown(-0.016));
        }
    }

    private static void Spine(HounsfieldCanvas canvas, PhantomPatient patient, Blob wall, double z)
    {
        var bone = patient.Vertebra;
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            canvas.Lay(new Blob(bone.X + (side * 0.175), bone.Y + 0.015, 0.062 + (0.01 * z), 0.085, side * -0.15) { Wave = (0.04, 0, 0.03, 0) }, Muscle);
            canvas.Lay(new Blob(bone.X + (side * 0.15), bone.Y + 0.25, 0.135, 0.1, side * 0.12) { Wave = (0, 0.04 * side, 0.03, 0) }, Muscle, inside: wall);
            canvas.Lay(new Blob(bone.X + (side * 0.33), bone.Y + 0.16, 0.045, 0.085, side * 0.35), Muscle, inside: wall);
        }
        canvas.Lay(new Blob(bone.X, bone.Y + 0.235, 0.018, 0.085), 360, inside: wall);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            canvas.Lay(new Blob(bone.X + (side * 0.15), bone.Y + 0.105, 0.085, 0.02, side * -0.1), 340);
            canvas.Lay(new Blob(bone.X + (side * 0.075), bone.Y + 0.12, 0.028, 0.05, side * 0.3), 420);
        }
        canvas.Lay(bone, 430);
        canvas.Lay(bone.Grown(-0.016), 185 + (20 * z));
        canvas.Lay(new Blob(bone.X, bone.Y + 0.125, 0.052, 0.04), 380);
        canvas.Lay(new Blob(bone.X, bone.Y + 0.125, 0.044, 0.034), 28);
    }

    private static void Vessels(HounsfieldCanvas canvas, PhantomPatient patient, ulong seed)
    {
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 13));
        var bone = patient.Vertebra;
        var aorta = new Blob(bone.X + n.Between(0.03, 0.06), bone.Y - bone.B - 0.06, n.Between(0.045, 0.055), n.Between(0.045, 0.055));
        var cava = new Blob(bone.X - n.Between(0.075, 0.1), bone.Y - bone.B - 0.045, n.Between(0.05, 0.065), n.Between(0.035, 0.05));
        canvas.Lay(cava, 40 + (90 * patient.Contrast));
        canvas.Lay(aorta, 45 + (140 * patient.Contrast));
        // Calcified walls are common at any class, so that a bright dot alone is no stone.
        if (n.Chance(0.4))
            canvas.Lay(new Blob(aorta.X + (aorta.A * 0.7), aorta.Y + (aorta.B * n.Between(-0.6, 0.6)), 0.012, 0.02), 520);
    }
}
