using System.Globalization;
using Lucarne.Dicom.Structures;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Contours;

/// <summary>A person's version of what a network drew: whatever the person does not say stays as it was drawn.</summary>
public static class CorrectedMaps
{
    /// <summary>Takes a corrected label map.</summary>
    /// <param name="corrected">A structure's value, or 0, per voxel, [K, J, I].</param>
    /// <param name="drawn">What the network drew, on the scan's grid. Beneath a margin of the corrected map organs stay as they are here.</param>
    /// <param name="options">The structures.</param>
    /// <exception cref="PredictException">It lies on another grid, or holds a value that is no structure's.</exception>
    public static StructureMaps OfLabels(Volume<byte> corrected, StructureMaps drawn, SegmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(corrected);
        ArgumentNullException.ThrowIfNull(drawn);
        ArgumentNullException.ThrowIfNull(options);
        var grid = drawn.Labels.Geometry;
        if (!corrected.Geometry.IsSameGrid(grid))
            throw new PredictException($"the label map has {Shown(corrected.Geometry)}, and the scan has {Shown(grid)}; correct the label map that was downloaded with this scan, and save it on the same grid");
        var known = options.Structures.Select(structure => structure.Value).Append((byte)0).ToHashSet();
        if (corrected.Voxels.Distinct().Where(value => !known.Contains(value)).Order().ToList() is { Count: > 0 } unknown)
            throw new PredictException($"the label map holds the value{(unknown.Count > 1 ? "s" : "")} {string.Join(", ", unknown.Take(5))}, which no structure has; expected {string.Join(", ", options.Structures.Select(structure => $"{structure.Value} ({structure.Name})"))}, and 0 elsewhere");
        if (!StructureMaps.Differ(options)) return StructureMaps.WithoutMargins(corrected);
        var (margins, cores) = Margins(options);
        var under = drawn.Beneath ?? drawn.Labels;
        var beneath = new Volume<byte>(corrected.Geometry);
        for (var v = 0; v < beneath.Voxels.Length; v++)
        {
            var (value, hidden) = (corrected.Voxels[v], under.Voxels[v]);
            // Where the person drew a margin the network's tumour is none: nothing is known to lie there.
            beneath.Voxels[v] = !margins[value] ? value : margins[hidden] || cores[hidden] ? (byte)0 : hidden;
        }

        return new StructureMaps(corrected, beneath);
    }

    /// <summary>Takes the contours of a structure set. A structure that it does not have stays as the network drew it.</summary>
    /// <param name="set">The structure set, drawn on the scan.</param>
    /// <param name="drawn">What the network drew, on the scan's grid.</param>
    /// <param name="options">The structures.</param>
    /// <exception cref="PredictException">None of its names means a structure.</exception>
    public static StructureMaps OfSet(StructureSet set, StructureMaps drawn, SegmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(drawn);
        ArgumentNullException.ThrowIfNull(options);
        var names = new StructureNames(options.Structures);
        var given = set.Structures.Select(one => (Drawn: one, Meaning: names.Match(one.Name))).Where(one => one.Meaning is not null).ToLookup(one => one.Meaning!, one => one.Drawn);
        if (given.Count == 0)
            throw new PredictException($"the structure set has {string.Join(", ", set.Structures.Take(5).Select(one => $"'{one.Name}'"))}, none of which is a structure of this model; expected names such as {string.Join(", ", options.Structures.Take(3).Select(structure => structure.Name))}");
        var painter = new LabelPainter(drawn.Labels.Geometry, options, beneath: true);
        foreach (var structure in options.Structures)
        {
            if (!given.Contains(structure)) painter.Paint(drawn.Whole(structure, options), FilledRows.Of(drawn.Labels.Geometry), structure);
            foreach (var contours in given[structure])
                if (StructureMask.Of(contours, drawn.Labels.Geometry).Rasterised is { } rasterised) painter.Paint(rasterised.Mask, rasterised.Filled, structure);
        }

        return painter.Maps;
    }

    /// <summary>By value, whether a structure is a margin, and whether one lies around it.</summary>
    private static (bool[] Margins, bool[] Cores) Margins(SegmentationOptions options)
    {
        var (margins, cores) = (new bool[256], new bool[256]);
        foreach (var margin in options.Structures.Where(structure => structure.Around is not null))
        {
            margins[margin.Value] = true;
            cores[options.Structures.First(structure => structure.Name == margin.Around).Value] = true;
        }

        return (margins, cores);
    }

    private static string Shown(VolumeGeometry grid) => string.Create(
        CultureInfo.InvariantCulture, $"{grid.Columns}×{grid.Rows}×{grid.Slices} voxels of {grid.ColumnSpacingMm:0.###}×{grid.RowSpacingMm:0.###}×{grid.SliceSpacingMm:0.###} mm from {grid.Origin.X:0.#}, {grid.Origin.Y:0.#}, {grid.Origin.Z:0.#}");
}
