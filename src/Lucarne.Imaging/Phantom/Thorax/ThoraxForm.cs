namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>
/// How the trunk changes from slice to slice: its measures as functions of the height above the fork of the windpipe, in
/// mm for a person of scale 1. x runs to the patient's left, y to the back.
/// </summary>
internal sealed class ThoraxForm(ThoraxTraits traits)
{
    private const double BackY = 112, Decimetre = 100;

    /// <summary>Half the trunk's width under its fat, arms raised: the shoulders widen it at the top.</summary>
    internal double WallHalfWidth(double z) => ((154 * traits.Build.Wide) + (38 * Rising(z, 30, 100))) * (1 - (0.05 * Rising(-z, 60, 150)));

    internal double WallHalfDepth(double z) => (108 * traits.Build.Deep) - (25 * Rising(z, 25, 105));

    /// <summary>The middle of the trunk: its back is nearly straight, its front falls back towards the neck.</summary>
    internal double WallMiddleY(double z) => BackY - 12 - (9 * Rising(z, 35, 110)) - WallHalfDepth(z);

    /// <summary>The middle of the vertebral bodies.</summary>
    internal double SpineY(double z)
    {
        var h = (z / Decimetre) + 0.2;
        return 56 - (11 * traits.Kyphosis * h * h);
    }

    /// <summary>Front of the vertebral body.</summary>
    internal double SpineFrontY(double z) => SpineY(z) - 14;

    /// <summary>Half the width of the room within the ribs; it closes like a dome above the lungs' tips.</summary>
    internal double CavityHalfWidth(double z) => WallHalfWidth(-200) * 0.87 * Closing(z, 122);

    internal double CavityHalfDepth(double z) => 92 * traits.Build.Deep * Closing(z, 136);

    internal double CavityMiddleY(double z) => SpineY(z) + 31 - CavityHalfDepth(z);

    internal double CavityFrontY(double z) => CavityMiddleY(z) - CavityHalfDepth(z);

    /// <summary>0 up to a first height, 1 from a second on, smooth between.</summary>
    internal static double Rising(double z, double from, double to)
    {
        var u = Math.Clamp((z - from) / (to - from), 0, 1);
        return u * u * (3 - (2 * u));
    }

    private static double Closing(double z, double topMm)
    {
        if (z <= 0) return 1;
        var h = z / topMm;
        return h >= 1 ? 0 : Math.Sqrt(1 - (h * h)) * (1 - (0.14 * h));
    }
}
