using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Contours;

/// <summary>Paints masks into one label map, in whatever order they come: of two structures in a voxel the later of the recipe's paint order stays.</summary>
internal sealed class LabelPainter
{
    private readonly Volume<byte> _labels;
    private readonly byte[] _ranks = new byte[256];
    private readonly Lock _gate = new();

    public LabelPainter(VolumeGeometry grid, SegmentationOptions options)
    {
        _labels = new Volume<byte>(grid);
        byte rank = 0;
        foreach (var structure in options.Painted) _ranks[structure.Value] = ++rank;
    }

    /// <summary>The label map, [K, J, I].</summary>
    public Volume<byte> Labels => _labels;

    /// <summary>Paints a mask.</summary>
    public void Paint(Volume<byte> mask, Structure structure)
    {
        lock (_gate)
        {
            var (from, to, rank) = (mask.Voxels, _labels.Voxels, _ranks[structure.Value]);
            for (var start = 0; from.AsSpan(start).IndexOfAnyExcept((byte)0) is >= 0 and var skipped;)
            {
                start += skipped;
                var length = from.AsSpan(start).IndexOf((byte)0) is >= 0 and var found ? found : from.Length - start;
                foreach (ref var label in to.AsSpan(start, length))
                    if (_ranks[label] < rank) label = structure.Value;
                start += length;
            }
        }
    }
}
