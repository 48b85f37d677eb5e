namespace Lucarne.Imaging;

/// <summary>What stays the same over all slices of one phantom patient: build, organs, contrast phase, scanner.</summary>
internal sealed record PhantomPatient
{
    internal required Blob Body { get; init; }

    /// <summary>Thickness of the fat under the skin.</summary>
    internal required double Fat { get; init; }

    internal required Blob Vertebra { get; init; }

    /// <summary>0 without contrast medium, 1 at its height.</summary>
    internal required double Contrast { get; init; }

    internal required Blob LeftKidney { get; init; }

    internal required Blob RightKidney { get; init; }

    /// <summary>Size of the liver's section at the kidneys' middle, 0 to 1.</summary>
    internal required double Liver { get; init; }

    internal required double Spleen { get; init; }

    internal required double NoiseHounsfield { get; init; }

    internal required double WindowLevel { get; init; }

    internal required double WindowWidth { get; init; }

    internal required bool HasTable { get; init; }

    /// <summary>Where between the kidneys' poles the first slice lies, and how far on each next one: −1 to 1.</summary>
    internal required double FirstSlice { get; init; }

    internal required double SliceStep { get; init; }

    /// <summary>Draws a patient's traits from a seed.</summary>
    internal static PhantomPatient From(ulong seed)
    {
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 0));
        double wide = n.Between(0.74, 0.9), deep = wide * n.Between(0.68, 0.8);
        double x = n.Between(-0.03, 0.03), y = n.Between(-0.05, 0.05);
        var fat = n.Between(0.05, 0.15);
        var spine = y + (deep * n.Between(0.38, 0.44));
        var kidneyDown = spine - n.Between(-0.02, 0.06);
        double size = n.Between(0.165, 0.2), apart = n.Between(0.365, 0.405) + ((wide - 0.82) * 0.4) - (fat * 0.35);
        return new PhantomPatient
        {
            Body = new Blob(x, y, wide, deep, n.Between(-0.02, 0.02)) { Wave = (0.02, n.Between(-0.01, 0.01), 0, n.Between(-0.015, 0.015)) },
            Fat = fat,
            Vertebra = new Blob(x + n.Between(-0.01, 0.01), spine, n.Between(0.115, 0.135), n.Between(0.09, 0.105)).Wavy(n, 0.02),
            Contrast = n.Between(0.25, 1),
            LeftKidney = Kidney(n, x - apart, kidneyDown + n.Between(-0.04, 0.03), size, 1),
            RightKidney = Kidney(n, x + apart, kidneyDown + n.Between(-0.05, 0.02), size * n.Between(0.92, 1.08), -1),
            Liver = n.Between(0.45, 1),
            Spleen = n.Between(-0.5, 1),
            NoiseHounsfield = n.Between(10, 20),
            WindowLevel = n.Between(45, 65),
            WindowWidth = n.Between(360, 430),
            HasTable = n.Chance(0.7),
            FirstSlice = n.Between(-0.35, 0.05),
            SliceStep = n.Between(0.05, 0.08),
        };
    }

    /// <summary>A kidney in section, its long axis leaning towards the spine in front.</summary>
    private static Blob Kidney(SeededNumbers n, double x, double y, double size, int side) =>
        new Blob(x, y, size * n.Between(0.74, 0.86), size * n.Between(0.98, 1.12), side * n.Between(0.12, 0.3)).Wavy(n, 0.035);
}
