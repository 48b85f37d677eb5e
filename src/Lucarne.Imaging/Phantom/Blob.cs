namespace Lucarne.Imaging;

/// <summary>
/// An ellipse, turned and with a wavy outline. Coordinates run from −1 to 1 across the picture, y down. Only +, −, ×, ÷
/// and square roots are used, which IEEE 754 rounds alike everywhere, so that the same seed draws the same bytes.
/// </summary>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="A">Half axis, along x before turning.</param>
/// <param name="B">Half axis, along y before turning.</param>
/// <param name="Turn">Tangent of half the angle turned.</param>
internal readonly record struct Blob(double X, double Y, double A, double B, double Turn = 0)
{
    /// <summary>Amplitudes of the outline's second and third harmonics, relative to the radius.</summary>
    internal (double Cos2, double Sin2, double Cos3, double Sin3) Wave { get; init; }

    /// <summary>Amplitudes of the fifth harmonic: lobes.</summary>
    internal (double Cos, double Sin) Lobes { get; init; }

    /// <summary>Amplitude of the fourth harmonic: negative where the outline is squarer than an ellipse.</summary>
    internal double Squareness { get; init; }

    internal double Reach => Math.Max(A, B) * 1.6;

    internal Blob Scaled(double factor) => this with { A = A * factor, B = B * factor };

    internal Blob Grown(double by) => this with { A = A + by, B = B + by };

    internal Blob Wavy(SeededNumbers numbers, double amount) => this with
    {
        Wave = (numbers.Between(-amount, amount), numbers.Between(-amount, amount), numbers.Between(-amount, amount), numbers.Between(-amount, amount)),
    };

    internal Blob Lobed(SeededNumbers numbers, double amount) => this with { Lobes = (numbers.Between(-amount, amount), numbers.Between(-amount, amount)) };

    /// <summary>About the distance to the outline, negative within.</summary>
    internal double Distance(double x, double y)
    {
        double c = (1 - (Turn * Turn)) / (1 + (Turn * Turn)), s = 2 * Turn / (1 + (Turn * Turn));
        double dx = x - X, dy = y - Y;
        double u = ((c * dx) + (s * dy)) / A, v = ((c * dy) - (s * dx)) / B;
        var r = Math.Sqrt((u * u) + (v * v));
        if (r > 3)
            return (r - 1) * Math.Min(A, B);
        if (r < 1e-9)
            return -Math.Min(A, B);
        double c1 = u / r, s1 = v / r, c2 = (c1 * c1) - (s1 * s1), s2 = 2 * c1 * s1;
        double c3 = (c2 * c1) - (s2 * s1), s3 = (s2 * c1) + (c2 * s1);
        double c5 = (c3 * c2) - (s3 * s2), s5 = (s3 * c2) + (c3 * s2);
        var outline = 1 + (Wave.Cos2 * c2) + (Wave.Sin2 * s2) + (Wave.Cos3 * c3) + (Wave.Sin3 * s3) + (Lobes.Cos * c5) + (Lobes.Sin * s5) + (Squareness * ((c2 * c2) - (s2 * s2)));
        return (r - outline) * Math.Min(A, B);
    }
}
