namespace Lucarne.Imaging.Contours;

/// <summary>
/// Where a traced contour must pass: between the centre of a pixel that is inside and that of its neighbour outside. At 0
/// it would pass through the centre inside, at 1 through the one outside.
/// </summary>
/// <param name="X">Column of the pixel inside.</param>
/// <param name="Y">Its row.</param>
/// <param name="OutX">Columns to the pixel outside: −1, 0 or 1.</param>
/// <param name="OutY">Rows to it.</param>
internal readonly record struct Gate(int X, int Y, int OutX, int OutY)
{
    /// <summary>The place in the gate, in pixels.</summary>
    internal (double X, double Y) At(double passage) => (X + (passage * OutX), Y + (passage * OutY));
}
