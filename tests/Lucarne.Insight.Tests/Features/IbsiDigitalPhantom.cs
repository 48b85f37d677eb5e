using Lucarne.Insight.Features;

namespace Lucarne.Insight.Tests.Features;

/// <summary>
/// The digital phantom of the Image Biomarker Standardisation Initiative and the values that its reference manual prints for it (v11,
/// Zwanenburg, Leger, Vallières and Löck, arXiv:1612.07003: the phantom in section 5.1, the values in the tables of sections 3.3, 3.6 and
/// 3.7), to three significant digits.
/// </summary>
internal static class IbsiDigitalPhantom
{
    /// <summary>5 × 4 × 4 voxels, x fastest; 0 lies outside of the region.</summary>
    public static GreyLevels Levels { get; } = new(5, 4, 4, 6,
    [
        1, 4, 4, 1, 1, 1, 4, 6, 1, 1, 4, 1, 6, 4, 1, 4, 4, 6, 4, 1,
        1, 4, 4, 1, 1, 1, 1, 6, 1, 1, 0, 1, 3, 1, 1, 4, 4, 6, 1, 1,
        1, 4, 4, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 6, 1, 1,
        1, 4, 4, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6, 1, 1,
    ]);

    /// <summary>Section 3.3, in the order of <see cref="IntensityStatistics.Names"/>.</summary>
    public static double[] Intensity { get; } = [2.15, 3.05, 1.08, -0.355, 1, 1, 1, 4, 6, 3, 5, 1.55, 1.11, 1.15, 0.812, 0.6, 567, 2.77];

    /// <summary>Section 3.6, in the order of <see cref="Cooccurrence.Names"/>.</summary>
    public static IReadOnlyDictionary<string, double[]> Cooccurrences { get; } = new Dictionary<string, double[]>
    {
        [nameof(TextureAggregation.SlicesAveraged)] = [0.519, 2.14, 2.69, 2.05, 1.42, 2.9, 1.4, 4.28, 5.47, 1.6, 0.368, 5.28, 1.42, 0.678, 0.851, 0.619, 0.899, 0.0567, -0.0121, 5.09, 5.47, 7, 79.1, -0.155, 0.487],
        [nameof(TextureAggregation.SlicesMerged)] = [0.512, 2.14, 2.71, 2.24, 1.4, 3.06, 1.49, 4.29, 5.66, 1.79, 0.352, 5.19, 1.4, 0.683, 0.854, 0.625, 0.901, 0.0553, 0.0173, 5.14, 5.66, 6.98, 80.4, -0.0341, 0.263],
        [nameof(TextureAggregation.DirectionsMerged)] = [0.489, 2.2, 3.22, 2.48, 1.46, 3.11, 1.61, 4.41, 7.48, 2.01, 0.286, 5.39, 1.46, 0.668, 0.847, 0.606, 0.897, 0.0597, 0.178, 5.4, 7.48, 16.6, 147, -0.124, 0.487],
        [nameof(TextureAggregation.AllSlicesMerged)] = [0.492, 2.2, 3.24, 2.61, 1.44, 3.23, 1.67, 4.41, 7.65, 2.14, 0.277, 5.29, 1.44, 0.673, 0.85, 0.613, 0.899, 0.0582, 0.182, 5.45, 7.65, 16.4, 142, -0.0334, 0.291],
        [nameof(TextureAggregation.SpaceAveraged)] = [0.503, 2.14, 3.1, 2.4, 1.43, 3.06, 1.56, 4.29, 7.07, 1.92, 0.303, 5.32, 1.43, 0.677, 0.851, 0.618, 0.898, 0.0604, 0.157, 5.06, 7.07, 16.6, 145, -0.157, 0.52],
        [nameof(TextureAggregation.SpaceMerged)] = [0.509, 2.15, 3.13, 2.57, 1.38, 3.21, 1.64, 4.3, 7.41, 2.11, 0.291, 5.12, 1.38, 0.688, 0.856, 0.631, 0.902, 0.0574, 0.183, 5.19, 7.41, 17.4, 147, -0.0288, 0.269],
    };

    /// <summary>Section 3.7, in the order of <see cref="RunLengths.Names"/>.</summary>
    public static IReadOnlyDictionary<string, double[]> Runs { get; } = new Dictionary<string, double[]>
    {
        [nameof(TextureAggregation.SlicesAveraged)] = [0.641, 3.78, 0.604, 9.82, 0.294, 8.57, 3.14, 17.4, 5.2, 0.46, 6.12, 0.492, 0.627, 3.35, 0.761, 2.17],
        [nameof(TextureAggregation.SlicesMerged)] = [0.661, 3.51, 0.609, 9.74, 0.311, 8.67, 2.92, 16.1, 20.5, 0.456, 21.6, 0.441, 0.627, 3.37, 0.778, 2.57],
        [nameof(TextureAggregation.DirectionsMerged)] = [0.665, 3.46, 0.58, 10.3, 0.296, 9.03, 2.79, 17.9, 19.5, 0.413, 22.3, 0.461, 0.632, 3.58, 0.758, 2.52],
        [nameof(TextureAggregation.AllSlicesMerged)] = [0.68, 3.27, 0.585, 10.2, 0.312, 9.05, 2.63, 17, 77.1, 0.412, 83.2, 0.445, 0.632, 3.59, 0.767, 2.76],
        [nameof(TextureAggregation.SpaceAveraged)] = [0.705, 3.06, 0.603, 9.7, 0.352, 8.54, 2.39, 17.6, 21.8, 0.43, 26.9, 0.513, 0.68, 3.46, 0.574, 2.43],
        [nameof(TextureAggregation.SpaceMerged)] = [0.729, 2.76, 0.607, 9.64, 0.372, 8.67, 2.16, 15.6, 281, 0.43, 328, 0.501, 0.68, 3.48, 0.598, 2.62],
    };
}
