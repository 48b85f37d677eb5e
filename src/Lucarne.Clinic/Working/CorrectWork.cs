using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Importing;
using Lucarne.Clinic.Jobs;
using Lucarne.Dicom;
using Lucarne.Dicom.Structures;
using Lucarne.Dicom.Writing;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Segment;

namespace Lucarne.Clinic.Working;

/// <summary>Checks a doctor's contours against the scan they are for, and keeps them beside what the network drew.</summary>
/// <param name="time">The clock, for the date of DICOM objects.</param>
internal sealed class CorrectWork(TimeProvider time)
{
    // A label map on another grid is refused in a sentence that names both; one that is far too large, before room is made for it.
    private const int LargestFactor = 4;

    public async Task<JobOutcome> RunAsync(JobContext context)
    {
        var payload = JsonForm.Read<CorrectPayload>(context.Job.PayloadJson);
        var database = context.Database;
        var finding = await database.Findings.GetAsync(payload.FindingId, context.Cancellation).ConfigureAwait(false);
        if (finding.Task != RecipeTask.Segmentation || finding.ModelId is not { } modelId) throw new ClinicException($"finding/{finding.Id} is not of a model that draws structures, so there are no contours to correct.");
        var model = await database.Models.GetAsync(modelId, context.Cancellation).ConfigureAwait(false);
        var recipe = RunTask.RecipeOf(new RunFolder(model.RunFolder));
        var image = await database.Studies.ImageAsync(finding.ImageId, context.Cancellation).ConfigureAwait(false);
        context.Report(0.1, "opening");
        var (source, scan) = DrawnFiles.Open(context, image);
        using var _ = source;
        var hounsfield = scan.Read(context.Cancellation);
        var maps = Read(context, payload, scan, Drawn(context, finding), recipe.Segmentation!);
        context.Report(0.5, "writing");
        var origin = ObjectOrigin.Corrected($"Lucarne {recipe.Name}", finding.ModelVersion);
        var (volumes, files) = await DrawnFiles.WriteAsync(context, scan, hounsfield, maps, recipe, finding.ModelVersion, time, origin).ConfigureAwait(false);
        var entry = new DecisionEntry
        {
            StudyId = finding.StudyId,
            FindingId = finding.Id,
            Kind = DecisionKind.Corrects,
            Comment = payload.Comment,
            StudyVersion = payload.StudyVersion,
        };
        var volumesMl = volumes.Structures.ToDictionary(structure => structure.Name, structure => structure.VolumeMl);
        // The decision is the doctor's, whoever writes it down.
        return new JobOutcome(async session =>
        {
            var correction = await CorrectionStore.AddAsync(session, entry, volumesMl, files, payload.Doctor).ConfigureAwait(false);
            await database.Advice.FromStudyAsync(session, finding.StudyId, payload.Doctor).ConfigureAwait(false);
            return JsonForm.Write(new { correction_id = correction.Id });
        });
    }

    private static StructureMaps Read(JobContext context, CorrectPayload payload, Scan scan, StructureMaps drawn, SegmentationOptions options)
    {
        var path = context.Database.Files.PathOf(context.Job.FileSha256 ?? throw new ClinicException("the correction names no file; send it again."));
        try
        {
            var (kind, isGzip) = UploadKinds.Of(path);
            return kind switch
            {
                UploadKind.Nifti => CorrectedMaps.OfLabels(NiftiFile.ReadLabels(ScanFile.Named(context, path, isGzip ? "corrected.nii.gz" : "corrected.nii"), LargestFactor * drawn.Labels.Geometry.VoxelCount), drawn, options),
                UploadKind.Dicom => CorrectedMaps.OfSet(SetOf(path, scan), drawn, options),
                _ => throw new ClinicException($"{payload.FileName} is neither a label map (NIfTI) nor a structure set (DICOM); send labels.nii.gz with your corrections, or an RTSTRUCT."),
            };
        }
        catch (Exception error) when (error is NiftiException or DicomException or PredictException)
        {
            // The reader names the file as it lies in the store; a person knows it by another name.
            throw new ClinicException($"{payload.FileName}: {error.Message.Replace(path, payload.FileName, StringComparison.Ordinal)}", error);
        }
    }

    /// <summary>The structure set, if it was drawn on this scan: coordinates mean nothing in another.</summary>
    private static StructureSet SetOf(string path, Scan scan)
    {
        var set = StructureSetReader.Read(path);
        if (scan.Series is not { } volume) throw new DicomException("a structure set refers to the slices of a DICOM series, and this scan came as NIfTI, which has none; send a label map");
        _ = ReferencedSeries.Choose(set, [volume.Series]);
        return set;
    }

    private static StructureMaps Drawn(JobContext context, Finding finding)
    {
        var labels = Map(DrawnFiles.Labels) ?? throw new ClinicException($"finding/{finding.Id} has no label map; have the scan drawn again first.");
        return Map(DrawnFiles.Beneath) is { } beneath ? new StructureMaps(labels, beneath) : StructureMaps.WithoutMargins(labels);

        Volume<byte>? Map(string role) => finding.Files.FirstOrDefault(file => file.Role == role) is { } file
            ? NiftiFile.ReadLabels(ScanFile.Named(context, context.Database.Files.PathOf(file.FileSha256), $"{role}.nii.gz"))
            : null;
    }
}
