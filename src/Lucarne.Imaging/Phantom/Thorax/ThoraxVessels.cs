using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>Great vessels, airways, and the trees within the lungs, as tubes in mm for a person of scale 1.</summary>
internal sealed class ThoraxVessels
{
    private readonly List<Tube> right = [], left = [], bronchi = [];

    internal ThoraxVessels(ThoraxForm form, ThoraxTraits traits, ulong seed)
    {
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 3));
        double Front(double z) => form.SpineFrontY(z);
        var aorta = 1 + (0.004 * (traits.AgeYears - 60)) + n.Between(-0.06, 0.06);
        Vector3d Descending(double z) => new(23 - (9 * ThoraxForm.Rising(-z, 20, 150)), Front(z) + 5 - (6 * ThoraxForm.Rising(-z, 60, 150)), z);
        Vector3d rise = new(-16, Front(0) - 58, -24), bend = new(-14, Front(30) - 52, 34), arch = new(8, Front(45) - 28, 47), fall = Descending(30);
        Aorta = [new(rise, bend, 16 * aorta), new(bend, arch, 14.5 * aorta), new(arch, fall, 13 * aorta), new(fall, Descending(0), 12.5 * aorta),
            .. Chain(z => Descending(z), 0, -160, 20, 12 * aorta)];
        Vector3d trunk = new(18, Front(-20) - 62, -26), fork = new(14, Front(-6) - 40, -6);
        Others = [new(trunk, fork, 14), new(fork, new(48, Front(-8) - 22, -4), 11), new(fork, new(-40, Front(-14) - 30, -14), 10.5),
            new(new(-33, Front(-40) - 44, -40), new(-30, Front(60) - 40, 60), 9.5), new(new(-30, Front(60) - 40, 60), new(-36, Front(110) - 38, 125), 7),
            new(new(-29, Front(62) - 42, 60), new(36, Front(70) - 50, 74), 6.5), new(new(36, Front(70) - 50, 74), new(44, Front(110) - 40, 125), 6.5),
            new(arch, new(20, Front(110) - 24, 125), 5), new(bend, new(-18, Front(110) - 30, 125), 6), new(arch, new(30, Front(110) - 18, 125), 4.8),
            new(new(-26, Front(-80) - 26, -66), new(-24, Front(-150) - 24, -160), 12)];
        var carina = new Vector3d(1, Front(0) - 21, 0);
        Vector3d rightHilum = new(-40, Front(-24) - 20, -25), leftHilum = new(44, Front(-28) - 18, -29);
        Airways = [.. Chain(z => new(1, Front(z) - 21 - (5 * ThoraxForm.Rising(z, 20, 120)), z), 130, 0, 26, 8.8), new(carina, rightHilum, 7), new(carina, leftHilum, 6.2)];
        Plant(right, rightHilum, -1, n);
        Plant(left, leftHilum, 1, n);
    }

    /// <summary>Root, arch and descent of the aorta.</summary>
    internal IReadOnlyList<Tube> Aorta { get; }

    /// <summary>Pulmonary trunk and arteries, hollow veins, the arch's branches.</summary>
    internal IReadOnlyList<Tube> Others { get; }

    /// <summary>Windpipe and main bronchi.</summary>
    internal IReadOnlyList<Tube> Airways { get; }

    /// <summary>Bronchi within the lungs.</summary>
    internal IReadOnlyList<Tube> Bronchi => bronchi;

    /// <summary>Arteries and veins of the right (−1) or left (1) lung.</summary>
    internal IReadOnlyList<Tube> Lung(int side) => side < 0 ? right : left;

    private static IEnumerable<Tube> Chain(Func<double, Vector3d> course, double from, double to, double stepMm, double radiusMm)
    {
        var step = from < to ? stepMm : -stepMm;
        for (var z = from; (to - z) * step > 0; z += step)
            yield return new Tube(course(z), course(Math.Abs(to - z) < stepMm ? to : z + step), radiusMm);
    }

    private void Plant(List<Tube> tree, Vector3d hilum, int side, SeededNumbers n)
    {
        ReadOnlySpan<Vector3d> lobes = [new(0.5, -0.35, 0.85), new(0.75, 0.35, 0.6), new(0.9, -0.55, 0.05), new(0.85, 0.3, -0.2), new(0.5, 0.45, -0.85), new(0.6, -0.35, -0.8), new(0.25, 0.2, 1)];
        foreach (var lobe in lobes)
        {
            var towards = (new Vector3d(side * lobe.X, lobe.Y, lobe.Z) + Turned(n, 0.18)).Normalised();
            Grow(tree, hilum + (Turned(n, 4)), towards, n.Between(24, 33), n.Between(3.8, 5), 0, n);
        }
    }

    private void Grow(List<Tube> tree, Vector3d from, Vector3d towards, double lengthMm, double radiusMm, int depth, SeededNumbers n)
    {
        var to = from + (towards * lengthMm);
        tree.Add(new Tube(from, to, radiusMm));
        if (depth < 2)
        {
            var beside = new Vector3d(0, 1.7 * radiusMm, 0.6 * radiusMm);
            bronchi.Add(new Tube(from + beside, to + beside, radiusMm * 0.75));
        }

        if (depth == 6) return;
        var turn = Turned(n, 0.62);
        foreach (var way in (ReadOnlySpan<int>)[-1, 1])
        {
            var next = (towards + (turn * way) + Turned(n, 0.2)).Normalised();
            Grow(tree, to, next, lengthMm * n.Between(0.66, 0.85), radiusMm * n.Between(0.68, 0.82), depth + 1, n);
        }
    }

    private static Vector3d Turned(SeededNumbers n, double most) => new(n.Between(-most, most), n.Between(-most, most), n.Between(-most, most));
}
