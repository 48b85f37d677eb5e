namespace Lucarne.Imaging;

/// <summary>Draws the kidneys and what is found in them.</summary>
internal static class Kidneys
{
    internal static void Draw(HounsfieldCanvas canvas, PhantomPatient patient, ulong seed, double z, KidneyFinding finding)
    {
        var section = Math.Sqrt(Math.Max(0.3, 1 - (0.75 * z * z)));
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 20));
        var affectsLeft = n.Chance(0.5);
        Kidney(canvas, patient, patient.LeftKidney.Scaled(section), 1, SeededNumbers.Derive(seed, 21), z);
        Kidney(canvas, patient, patient.RightKidney.Scaled(section), -1, SeededNumbers.Derive(seed, 22), z);
        var (kidney, medial) = affectsLeft ? (patient.LeftKidney.Scaled(section), 1) : (patient.RightKidney.Scaled(section), -1);
        switch (finding)
        {
            case KidneyFinding.Cyst:
                Cyst(canvas, kidney, medial, n, z);
                break;
            case KidneyFinding.Tumor:
                Tumor(canvas, patient, kidney, medial, n, z);
                break;
            case KidneyFinding.Stone:
                Stones(canvas, kidney, medial, n, z);
                break;
        }
    }

    private static double Cortex(PhantomPatient patient) => 38 + (150 * patient.Contrast);

    private static double Medulla(PhantomPatient patient) => 32 + (95 * patient.Contrast);

    /// <summary>The sinus opens towards the spine and a little to the front.</summary>
    private static Blob Sinus(Blob kidney, int medial) =>
        new(kidney.X + (medial * kidney.A * 0.5), kidney.Y - (kidney.B * 0.12), kidney.A * 0.52, kidney.B * 0.36, medial * -0.1);

    private static void Kidney(HounsfieldCanvas canvas, PhantomPatient patient, Blob kidney, int medial, ulong seed, double z)
    {
        var n = new SeededNumbers(seed);
        canvas.Lay(kidney.Grown(0.05), -105);
        canvas.Lay(kidney, Cortex(patient));
        for (var i = 0; i < 6; i++)
        {
            // Pyramids in a fan around the sinus, away from its opening.
            double t = -1.1 + (0.44 * i) + n.Between(-0.08, 0.08);
            var (c, s) = ((1 - (t * t)) / (1 + (t * t)), 2 * t / (1 + (t * t)));
            canvas.Lay(new Blob(kidney.X - (medial * kidney.A * 0.5 * c), kidney.Y + (kidney.B * 0.58 * s), kidney.A * 0.27, kidney.B * 0.17, medial * -0.5 * t),
                Medulla(patient), inside: kidney.Grown(-0.022), softness: 2.2);
        }
        var sinus = Sinus(kidney, medial);
        canvas.Lay(sinus with { Wave = (n.Between(-0.1, 0.1), 0, n.Between(-0.1, 0.1), n.Between(-0.1, 0.1)) }, -70, softness: 2);
        var pelvis = new Blob(sinus.X + (medial * 0.012), sinus.Y, sinus.A * n.Between(0.45, 0.7), sinus.B * n.Between(0.3, 0.45), medial * n.Between(-0.2, 0.2));
        canvas.Lay(pelvis, 8 + (z * 4), softness: 2);
        canvas.Lay(new Blob(sinus.X + (medial * sinus.A * 0.9), sinus.Y - 0.02, 0.075, 0.017, medial * -0.12), 45 + (95 * patient.Contrast), softness: 2);
    }

    /// <summary>Smooth, round, water: anywhere at the cortex.</summary>
    private static void Cyst(HounsfieldCanvas canvas, Blob kidney, int medial, SeededNumbers n, double z)
    {
        double t = n.Between(-0.9, 0.9), far = n.Between(0.72, 1.1), size = n.Between(0.085, 0.135) * (1 - (0.25 * Math.Abs(z)));
        var (c, s) = ((1 - (t * t)) / (1 + (t * t)), 2 * t / (1 + (t * t)));
        var cyst = new Blob(kidney.X - (medial * kidney.A * far * c), kidney.Y + (kidney.B * far * s), size, size * n.Between(0.9, 1.05), n.Between(-0.3, 0.3));
        canvas.Lay(cyst.Grown(0.007), 42);
        canvas.Lay(cyst, n.Between(-2, 14));
    }

    /// <summary>Irregular, bulging, uneven, with a core that has died.</summary>
    private static void Tumor(HounsfieldCanvas canvas, PhantomPatient patient, Blob kidney, int medial, SeededNumbers n, double z)
    {
        double t = n.Between(-0.9, 0.9), far = n.Between(0.7, 1.0), size = n.Between(0.105, 0.165) * (1 - (0.25 * Math.Abs(z)));
        var (c, s) = ((1 - (t * t)) / (1 + (t * t)), 2 * t / (1 + (t * t)));
        var mass = new Blob(kidney.X - (medial * kidney.A * far * c), kidney.Y + (kidney.B * far * s), size, size * n.Between(0.8, 1.1), n.Between(-0.5, 0.5))
            .Wavy(n, 0.1).Lobed(n, 0.09);
        var tissue = 48 + (105 * patient.Contrast * n.Between(0.75, 1.1));
        canvas.Lay(mass, tissue, softness: 2.6);
        for (var i = 0; i < 9; i++)
        {
            var patch = new Blob(mass.X + (size * n.Between(-0.7, 0.7)), mass.Y + (size * n.Between(-0.7, 0.7)), size * n.Between(0.15, 0.35), size * n.Between(0.12, 0.3), n.Between(-1, 1)).Wavy(n, 0.12);
            canvas.Lay(patch, tissue + n.Between(-55, 60), inside: mass.Scaled(0.92), softness: 4, opacity: 0.85);
        }
        var core = new Blob(mass.X + (size * n.Between(-0.2, 0.2)), mass.Y + (size * n.Between(-0.2, 0.2)), size * n.Between(0.3, 0.5), size * n.Between(0.22, 0.42), n.Between(-1, 1)).Wavy(n, 0.16).Lobed(n, 0.12);
        canvas.Lay(core, n.Between(20, 38), inside: mass.Scaled(0.9), softness: 4, opacity: 0.9);
    }

    /// <summary>Very bright and small, in the pelvis or a calyx; sometimes two.</summary>
    private static void Stones(HounsfieldCanvas canvas, Blob kidney, int medial, SeededNumbers n, double z)
    {
        var sinus = Sinus(kidney, medial);
        var count = n.Chance(0.3) ? 2 : 1;
        for (var i = 0; i < count; i++)
        {
            var size = n.Between(0.026, 0.046) * (1 - (0.25 * Math.Abs(z)));
            canvas.Lay(new Blob(sinus.X - (medial * sinus.A * n.Between(-0.1, 0.8)), sinus.Y + (sinus.B * n.Between(-0.6, 0.9)), size, size * n.Between(0.75, 1.2), n.Between(-1, 1)).Wavy(n, 0.08), n.Between(450, 1100));
        }
    }
}
