using System.Globalization;
using Lucarne.Dicom;
using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Structures;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Cohorts;

/// <summary>A cohort as DICOM: every structure set with the series it was drawn on, however the files lie.</summary>
/// <param name="collection">What was found.</param>
/// <param name="options">The structures.</param>
internal sealed class DicomCohort(DicomCollection collection, SegmentationOptions options)
{
    private readonly StructureNames _names = new(options.Structures);

    /// <summary>A scan for each structure set.</summary>
    public IReadOnlyList<CohortScan> Scans() => [.. collection.StructureSets.Select(Scan)];

    private CohortScan Scan(StructureSet set)
    {
        var patient = ScanName.Of(set.PatientId.Length > 0 ? set.PatientId : Path.GetFileNameWithoutExtension(set.File));
        var series = collection.Series.Where(item => set.ReferencedSeriesUids.Contains(item.Identity.SeriesInstanceUid));
        var signature = string.Create(CultureInfo.InvariantCulture, $"{set.SopInstanceUid};{string.Join(';', series.Select(item => $"{item.Identity.SeriesInstanceUid}:{item.SliceCount}"))}");
        return new(patient, patient, signature, cancellation => Read(set, cancellation));
    }

    private PatientScan Read(StructureSet set, CancellationToken cancellation)
    {
        try
        {
            var series = ReferencedSeries.Choose(set, collection.Series);
            var plan = series.Plan(cancellation);
            if (plan.Volumes.Count == 0) throw new PrepareException($"{series.Named} makes no volume: {string.Join(" ", plan.Refusals.Concat(plan.Notes).Select(note => note.English))}");
            var scan = plan.Volumes[0];
            if (!scan.IsHounsfield) throw new PrepareException($"{series.Named} is not in Hounsfield units, which the recipe's window is in");
            var (truth, contoured) = Paint(set, scan.Geometry, cancellation);
            var order = new AxialOrder(scan.Geometry);
            var hounsfield = scan.Read(cancellation).ToFloat();
            LocalText[] notes =
            [
                .. plan.Unused.Concat(scan.Warnings).Concat(plan.Refusals).Select(note => new LocalText(note.English.TrimEnd('.'), note.French.TrimEnd('.'))),
                .. _names.Assign(set.Structures.Select(structure => structure.Name)).Notes,
            ];
            return new(order.Apply(hounsfield), truth.Each(order.Apply), contoured, notes);
        }
        catch (DicomException error)
        {
            throw new PrepareException(error.Message);
        }
    }

    private (StructureMaps Truth, IReadOnlyList<string> Contoured) Paint(StructureSet set, VolumeGeometry grid, CancellationToken cancellation)
    {
        var painter = new LabelPainter(grid, options, beneath: true);
        var contoured = new HashSet<string>(StringComparer.Ordinal);
        foreach (var drawn in set.Structures)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_names.Match(drawn.Name) is not { } meaning || StructureMask.Of(drawn, grid).Rasterised is not { VoxelCount: > 0 } mask) continue;
            painter.Paint(mask.Mask, mask.Filled, meaning);
            contoured.Add(meaning.Name);
        }

        return (painter.Maps, [.. options.Structures.Select(structure => structure.Name).Where(contoured.Contains)]);
    }
}
