using System.Text.Json.Serialization;
using Lucarne.Imaging;

namespace Lucarne.Learning.Check;

/// <summary>What is known of a picture that was decoded.</summary>
/// <param name="File">Path below the data folder.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Width">Pixels, upright.</param>
/// <param name="Height">Pixels, upright.</param>
/// <param name="Bits">Per sample, as stored.</param>
/// <param name="Mode">L, RGB, RGBA, palette…</param>
/// <param name="Format">png, jpeg…</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="Sha256">Of the file's bytes.</param>
/// <param name="Mean">Of the luma, in [0, 1].</param>
/// <param name="StandardDeviation">Of the luma, in [0, 1].</param>
public sealed record PictureRecord(
    string File, [property: JsonPropertyName("class")] string ClassName, int Width, int Height, int Bits, string Mode, string Format, long Bytes, string Sha256, double Mean,
    [property: JsonPropertyName("sd")] double StandardDeviation)
{
    /// <summary>Hash of the pixels, whatever container they came in.</summary>
    internal string Content { get; init; } = "";

    /// <summary>What tells near copies; kept only while a check is under way, for it takes four kilobytes.</summary>
    internal Thumbprint? Print { get; init; }
}

/// <summary>A picture left out because it cannot be read.</summary>
/// <param name="File">Path below the data folder.</param>
/// <param name="Fault">One word: empty, truncated, not-a-picture, zero-size, too-large, corrupt, unsupported, unreadable, missing.</param>
/// <param name="Message">One sentence.</param>
public sealed record PictureDefect(string File, string Fault, string Message);
