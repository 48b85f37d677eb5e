using Lucarne.Dicom;
using Lucarne.Dicom.Writing;
using Lucarne.Imaging;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Segment;

/// <summary>What is written of a segmented scan beside labels, volumes and figures.</summary>
/// <param name="WithStructureSet">An RT Structure Set.</param>
/// <param name="WithSegmentation">A DICOM Segmentation.</param>
public sealed record SegmentationObjects(bool WithStructureSet, bool WithSegmentation)
{
    /// <summary>Refuses what cannot be written of a scan, before any work is done.</summary>
    /// <exception cref="PredictException">The scan is no DICOM, and an object was asked for.</exception>
    /// <exception cref="DicomException">The series lacks what an object must refer to.</exception>
    public void Check(Scan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        if (!WithStructureSet && !WithSegmentation) return;
        if (scan.Series is null)
            throw new PredictException($"{(WithStructureSet ? "--rtstruct" : "--seg")} writes an object that refers to the slices of a DICOM series, and {scan.Name} is NIfTI, which has none; give the series, or leave the option out");
        _ = SourceSeries.Of(scan.Series);
    }
}

/// <summary>Writes what a segmentation gives: <c>labels.nii.gz</c>, <c>structures/</c> with every structure as a whole, <c>volumes.json</c>,
/// <c>figures/</c>, and DICOM objects where asked.</summary>
public static class SegmentationExport
{
    /// <summary>Writes a segmented scan.</summary>
    /// <param name="folder">Where to; it is made where there is none.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="hounsfield">Its values.</param>
    /// <param name="maps">The structures on the scan's own grid.</param>
    /// <param name="recipe">The model's recipe.</param>
    /// <param name="version">The model's version.</param>
    /// <param name="objects">What is written beside.</param>
    /// <param name="time">The clock, for the date of the objects.</param>
    /// <param name="origin">Who drew, for DICOM objects; null for the recipe's network.</param>
    /// <returns>How large each structure is.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static ScanVolumes Write(string folder, Scan scan, Volume<float> hounsfield, StructureMaps maps, Recipe recipe, string version, SegmentationObjects objects, TimeProvider time, ObjectOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(hounsfield);
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(time);
        objects.Check(scan);
        origin ??= ObjectOrigin.Network($"Lucarne {recipe.Name}", version);
        var (labels, options) = (maps.Labels, recipe.Segmentation!);
        var volumes = ScanVolumes.Of(maps, scan, recipe, version);
        NiftiFile.Write(Path.Combine(folder, "labels.nii.gz"), labels, origin.Description);
        foreach (var structure in options.Structures)
            NiftiFile.Write(Path.Combine(folder, "structures", structure.Name + ".nii.gz"), maps.Whole(structure, options), origin.Description);
        new LabelOverlays(hounsfield, labels, recipe).Write(Path.Combine(folder, "figures"), volumes);
        if (scan.Series is { } series && (objects.WithStructureSet || objects.WithSegmentation))
        {
            var source = SourceSeries.Of(series);
            var made = time.GetUtcNow();
            if (objects.WithStructureSet) StructureSetWriter.Write(Path.Combine(folder, "rtstruct.dcm"), source, Structures(maps, volumes, options), origin, made);
            if (objects.WithSegmentation) SegmentationWriter.Write(Path.Combine(folder, "seg.dcm"), source, [.. options.Structures.Select(structure => Segment(structure, () => maps.Whole(structure, options)))], origin, made);
        }

        volumes.Write(Path.Combine(folder, "volumes.json"));
        return volumes;
    }

    private static List<WrittenStructure> Structures(StructureMaps maps, ScanVolumes volumes, SegmentationOptions options) =>
    [
        .. from structure in options.Structures
           let volume = volumes.Structures.First(entry => entry.Value == structure.Value)
           where volume.VoxelCount > 0
           select new WrittenStructure(
               structure.Name,
               structure.Name switch { "gtv" => RoiKind.Gtv, "ptv" => RoiKind.Ptv, _ => RoiKind.Organ },
               Colour(structure),
               [.. ContourTracer.Trace(maps.Whole(structure, options), 1).Select(traced => traced.Contour)],
               volume.VolumeMl),
    ];

    private static WrittenSegment Segment(Structure structure, Func<Volume<byte>> mask)
    {
        var (category, type) = SegmentCode.Of(structure.Name);
        return new WrittenSegment(mask, structure.Label.En, $"{structure.Label.En} / {structure.Label.Fr}", Colour(structure), category, type);
    }

    private static Rgb Colour(Structure structure) => new(structure.Colour.Red, structure.Colour.Green, structure.Colour.Blue);
}
