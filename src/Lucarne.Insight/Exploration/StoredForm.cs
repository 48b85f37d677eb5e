using Lucarne.Learning.Check;

namespace Lucarne.Insight.Exploration;

/// <summary>What is known of a picture without looking at it: its size, its proportions, how it is stored.</summary>
internal static class StoredForm
{
    /// <summary>A row per picture: logarithms of width, height, their quotient and the bytes per pixel; bits; and a column per mode and format.</summary>
    public static double[][] Rows(IReadOnlyList<PictureRecord> records)
    {
        string[] modes = [.. records.Select(record => record.Mode).Distinct().Order(StringComparer.Ordinal)];
        string[] formats = [.. records.Select(record => record.Format).Distinct().Order(StringComparer.Ordinal)];
        return [.. records.Select(record => new[]
        {
            Math.Log(record.Width), Math.Log(record.Height), Math.Log((double)record.Width / record.Height), Math.Log((double)record.Bytes / record.Width / record.Height), record.Bits,
        }.Concat(modes.Select(mode => record.Mode == mode ? 1.0 : 0)).Concat(formats.Select(format => record.Format == format ? 1.0 : 0)).ToArray())];
    }
}
