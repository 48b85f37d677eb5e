using Lucarne.Imaging;

namespace Lucarne.Insight.Features;

/// <summary>
/// The features of one picture. Texture depends on scale and on the number of grey levels, so every picture is brought to the same
/// length and counted in the same number of levels; matrices of the four directions are merged (IBSI: 2D, slice-merged).
/// </summary>
internal static class PictureFeatures
{
    /// <summary>The longer side that a picture is brought to, in pixels.</summary>
    public const int Side = 256;

    /// <summary>Grey levels in which texture is counted.</summary>
    public const int Levels = 32;

    /// <summary>The features' names, <c>family.name</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. IntensityStatistics.Names.Select(name => $"intensity.{name}"), "texture.sharpness", .. Cooccurrence.Names.Select(name => $"glcm.{name}"),
        .. RunLengths.Names.Select(name => $"glrlm.{name}"), .. BodyShape.Names.Select(name => $"body.{name}"),
    ];

    /// <summary>The features of a file's picture.</summary>
    /// <exception cref="PictureException">The file is no readable picture.</exception>
    public static double[] Read(string path, PictureLimits limits) => Of(PictureReader.Read(path, new() { Channels = 1, ReduceToShortSide = Side, Limits = limits }));

    /// <summary>The features of a picture; NaN where one is not defined, as the texture of a single grey is not.</summary>
    public static double[] Of(Picture picture)
    {
        var grey = picture.To8Bit().ToGrey().Fit(Side, Side);
        var mask = BodyMask.Of(grey);
        var samples = grey.Samples8;
        var inside = new List<double>(samples.Length);
        for (var i = 0; i < mask.Inside.Length; i++)
            if (mask.Inside[i]) inside.Add(samples[i]);
        var levels = GreyLevels.Discretise(grey.Width, grey.Height, samples, mask.Inside, Levels);
        return
        [
            .. IntensityStatistics.Of(inside), PictureStatistics.Of(grey).Sharpness, .. Cooccurrence.Of(levels, TextureAggregation.SlicesMerged),
            .. RunLengths.Of(levels, TextureAggregation.SlicesMerged), .. BodyShape.Of(mask),
        ];
    }
}
