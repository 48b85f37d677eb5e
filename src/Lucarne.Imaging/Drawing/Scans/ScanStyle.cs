namespace Lucarne.Imaging;

/// <summary>A structure of a label map and the colour it is drawn in.</summary>
/// <param name="Label">Its value in the map.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Name">Its name in a legend.</param>
public sealed record StructureColour(byte Label, Rgb Colour, string Name = "");

/// <summary>How slices of a scan are drawn.</summary>
public sealed record ScanStyle
{
    /// <summary>The value that is black, in the scan's own unit: Hounsfield units for CT.</summary>
    public double Low { get; init; } = -1000;

    /// <summary>The value that is white.</summary>
    public double High { get; init; } = 400;

    /// <summary>The structures that are drawn; other labels are not.</summary>
    public IReadOnlyList<StructureColour> Structures { get; init; } = [];

    /// <summary>How much of a structure's colour covers the scan, 0 to 1.</summary>
    public double Opacity { get; init; } = 0.7;

    /// <summary>Pixels of the longer side of a picture.</summary>
    public int Side { get; init; } = 320;

    /// <summary>Whether the edges of a picture say to which side of the patient they lie.</summary>
    public bool HasLetters { get; init; } = true;
}
