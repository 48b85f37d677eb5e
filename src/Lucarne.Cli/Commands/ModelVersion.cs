using Lucarne.Learning.Segment;

namespace Lucarne.Cli.Commands;

/// <summary>The version that stands in what a model writes: Lucarne's.</summary>
internal static class ModelVersion
{
    public static string Of(SegmentationModel model) => model.GetType().Assembly.GetName().Version?.ToString(3) ?? "0";
}
