using Lucarne.Imaging;

namespace Lucarne.Dicom.Writing;

/// <summary>Colours as DICOM recommends them: CIE L*a*b* under D50, in unsigned 16-bit numbers (PS3.3 C.10.7.1.1).</summary>
internal static class CieLab
{
    /// <summary>From sRGB (IEC 61966-2-1), adapted from D65 to D50 by Bradford's matrix, as ICC profiles of sRGB are.</summary>
    public static (int L, int A, int B) Of(Rgb colour)
    {
        double r = Linear(colour.Red), g = Linear(colour.Green), b = Linear(colour.Blue);
        double x = Root(((0.4360747 * r) + (0.3850649 * g) + (0.1430804 * b)) / 0.9642);
        double y = Root((0.2225045 * r) + (0.7168786 * g) + (0.0606169 * b));
        double z = Root(((0.0139322 * r) + (0.0971045 * g) + (0.7141733 * b)) / 0.8249);
        return (Scaled((116 * y) - 16, 0, 100), Scaled(500 * (x - y), -128, 127), Scaled(200 * (y - z), -128, 127));
    }

    private static double Linear(byte value)
    {
        var v = value / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
    }

    private static double Root(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;

    private static int Scaled(double value, double low, double high) => (int)Math.Round(Math.Clamp((value - low) / (high - low), 0, 1) * 65535);
}
