using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Contours;

/// <summary>
/// The structures of a scan in two label maps on one grid: as painted, and without the structures that are margins of others. A planning target
/// volume is drawn over lung and heart, which do not end there; beneath it they are whole.
/// </summary>
/// <param name="Labels">A structure's value, or 0, per voxel, [K, J, I].</param>
/// <param name="Beneath">The same without margins, which is <paramref name="Labels"/> itself where a recipe has none; null where what lies beneath them is not known.</param>
public sealed record StructureMaps(Volume<byte> Labels, Volume<byte>? Beneath)
{
    /// <summary>Whether one map stands for both: nothing can lie beneath a margin.</summary>
    public bool AreOne => ReferenceEquals(Labels, Beneath);

    /// <summary>The maps of structures of which none is a margin.</summary>
    public static StructureMaps WithoutMargins(Volume<byte> labels) => new(labels, labels);

    /// <summary>Whether a recipe has margins, so that something can lie beneath one.</summary>
    public static bool Differ(SegmentationOptions options) => options.Structures.Any(structure => structure.Around is not null);

    /// <summary>Each map changed in the same way; one that stands for both still does.</summary>
    public StructureMaps Each(Func<Volume<byte>, Volume<byte>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return AreOne ? WithoutMargins(change(Labels)) : new(change(Labels), Beneath is null ? null : change(Beneath));
    }

    /// <summary>All of a structure: an organ with what a margin hides of it, a margin with what it lies around.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="options">The structures of the recipe.</param>
    /// <param name="visible">Whether an organ ends at a margin: both sides of a comparison must be cut where one of them is.</param>
    /// <returns>1 in the structure, 0 elsewhere, [K, J, I].</returns>
    public Volume<byte> Whole(Structure structure, SegmentationOptions options, bool visible = false)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(options);
        var core = structure.Around is { } around ? options.Structures.First(other => other.Name == around).Value : structure.Value;
        var map = structure.Around is null && !visible ? Beneath ?? Labels : Labels;
        var mask = new Volume<byte>(map.Geometry);
        var (from, to) = (map.Voxels, mask.Voxels);
        for (var v = 0; v < from.Length; v++)
            if (from[v] == structure.Value || from[v] == core) to[v] = 1;
        return mask;
    }
}
