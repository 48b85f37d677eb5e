using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Prepare;

/// <summary>
/// The slices that the network sees as channels of one: its neighbours at fixed distances below and above, and itself between them. A
/// tumour at the lung's front and the top of the liver look alike in one slice; a few millimetres further they no longer do.
/// </summary>
internal readonly record struct SliceStack
{
    private readonly int[] _offsets;

    private SliceStack(int[] offsets) => _offsets = offsets;

    /// <summary>How many slices are seen together.</summary>
    public int Count => _offsets.Length;

    /// <summary>The stack that a recipe asks for on a grid in axial order.</summary>
    /// <param name="input">Says how many neighbours there are on each side, and their distance in mm.</param>
    /// <param name="grid">Its slices' spacing gives the distance as a whole number of slices, at least one.</param>
    public static SliceStack Of(SliceInputOptions input, VolumeGeometry grid)
    {
        var step = input.NeighbourMm / grid.SliceSpacingMm;
        return new([.. Enumerable.Range(-input.Neighbours, input.Planes).Select(i => Math.Sign(i) * Math.Max(Math.Abs(i), (int)Math.Round(Math.Abs(i) * step)))]);
    }

    /// <summary>The slice that is channel <paramref name="channel"/> beside slice <paramref name="k"/>; the volume's first and last stand for what lies
    /// beyond them.</summary>
    public int At(int k, int channel, int slices) => Math.Clamp(k + _offsets[channel], 0, slices - 1);
}
