using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Contours;

/// <summary>
/// Paints masks into label maps, in whatever order they come: of two structures in a voxel the later of the recipe's paint order stays. Beside
/// the map of all structures it paints one without margins, where the recipe has any and it is wanted.
/// </summary>
internal sealed class LabelPainter
{
    private readonly Volume<byte> _labels;
    private readonly Volume<byte>? _beneath;
    private readonly byte[] _ranks = new byte[256];
    private readonly Lock _gate = new();

    public LabelPainter(VolumeGeometry grid, SegmentationOptions options, bool beneath = false)
    {
        _labels = new Volume<byte>(grid);
        _beneath = beneath && StructureMaps.Differ(options) ? new Volume<byte>(grid) : null;
        byte rank = 0;
        foreach (var structure in options.Painted) _ranks[structure.Value] = ++rank;
    }

    /// <summary>The label map, [K, J, I].</summary>
    public Volume<byte> Labels => _labels;

    /// <summary>The rows outside of which the map is empty.</summary>
    public FilledRows Filled { get; private set; }

    /// <summary>Both maps.</summary>
    public StructureMaps Maps => _beneath is null ? StructureMaps.WithoutMargins(_labels) : new(_labels, _beneath);

    /// <summary>Paints a mask that is empty outside of <paramref name="filled"/>.</summary>
    public void Paint(Volume<byte> mask, FilledRows filled, Structure structure)
    {
        lock (_gate)
        {
            Filled = Filled.With(filled);
            foreach (var rows in filled.In(mask.Geometry))
            {
                Paint(mask.Voxels.AsSpan(rows), _labels.Voxels.AsSpan(rows), structure);
                if (structure.Around is null && _beneath is not null) Paint(mask.Voxels.AsSpan(rows), _beneath.Voxels.AsSpan(rows), structure);
            }
        }
    }

    private void Paint(ReadOnlySpan<byte> from, Span<byte> to, Structure structure)
    {
        var rank = _ranks[structure.Value];
        for (var start = 0; from[start..].IndexOfAnyExcept((byte)0) is >= 0 and var skipped;)
        {
            start += skipped;
            var length = from[start..].IndexOf((byte)0) is >= 0 and var found ? found : from.Length - start;
            foreach (ref var label in to.Slice(start, length))
                if (_ranks[label] < rank) label = structure.Value;
            start += length;
        }
    }
}
