using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Prepare;

/// <summary>The part of a slice that the network sees, as the map from its coordinates to the slice's (both from −1 to 1).</summary>
/// <param name="Square">The part.</param>
internal readonly record struct SlicePart(BodySquare Square)
{
    /// <summary>The part that a recipe asks for.</summary>
    public static SlicePart Of(SliceRegion region, BodySquare body) => new(region == SliceRegion.Body ? body : BodySquare.Picture);

    /// <summary>A map [2, 3] into the part's coordinates, taken on to the slice's.</summary>
    public float[] Place(float[] map) =>
    [
        (float)(Square.HalfWidth * map[0]), (float)(Square.HalfWidth * map[1]), (float)((Square.HalfWidth * map[2]) + Square.CentreX),
        (float)(Square.HalfHeight * map[3]), (float)(Square.HalfHeight * map[4]), (float)((Square.HalfHeight * map[5]) + Square.CentreY),
    ];

    /// <summary>The map [2, 3] from the slice's coordinates to the part's.</summary>
    public float[] Inverse() =>
    [
        (float)(1 / Square.HalfWidth), 0, (float)(-Square.CentreX / Square.HalfWidth),
        0, (float)(1 / Square.HalfHeight), (float)(-Square.CentreY / Square.HalfHeight),
    ];
}
