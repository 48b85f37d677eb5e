using System.Globalization;

namespace Lucarne.Learning.Recipes;

/// <summary>One structure of a segmentation recipe: an organ or a volume of a radiotherapy plan.</summary>
/// <param name="Name">The name written in every file (metrics.json, history.csv…).</param>
/// <param name="Value">Its value in label maps, and its channel in the network's output; 0 is what belongs to no structure.</param>
/// <param name="Aliases">Other names that a contour may have; see <see cref="StructureNames"/>.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Colour">How it is drawn.</param>
public sealed record Structure(string Name, byte Value, ValueList<string> Aliases, LocalText Label, RgbColour Colour)
{
    /// <summary>The structure that this one is drawn around, such as the tumour that a planning target volume is a margin of: a drawn piece
    /// that touches nothing of it is no such margin. Null: none.</summary>
    public string? Around { get; init; }
}

/// <summary>A colour on a screen (sRGB).</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
public readonly record struct RgbColour(byte Red, byte Green, byte Blue)
{
    /// <summary>Reads <c>#rrggbb</c>; null for any other text.</summary>
    public static RgbColour? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 7 && text[0] == '#' && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new((byte)(value >> 16), (byte)(value >> 8), (byte)value)
            : null;
    }

    /// <summary>The colour as <c>#rrggbb</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");
}
