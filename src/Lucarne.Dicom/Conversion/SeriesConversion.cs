using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Series;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Conversion;

/// <summary>A volume that was written.</summary>
/// <param name="Path">The NIfTI file; its sidecar ends in .json instead.</param>
/// <param name="Plan">What it is.</param>
/// <param name="IsWhole">Whether its values are whole numbers of 16 bits.</param>
public sealed record ConvertedVolume(string Path, PlannedVolume Plan, bool IsWhole);

/// <summary>What became of a conversion.</summary>
/// <param name="Written">The volumes that were written.</param>
/// <param name="Refusals">Series, or parts of them, that no volume can be made of, a sentence each.</param>
/// <param name="Notes">What was left out on purpose, a sentence each.</param>
/// <param name="LeftOut">Files that belong to no volume.</param>
public sealed record ConversionResult(IReadOnlyList<ConvertedVolume> Written, IReadOnlyList<string> Refusals, IReadOnlyList<string> Notes, IReadOnlyList<LeftOut> LeftOut);

/// <summary>Turns every series under a path into NIfTI files with sidecars.</summary>
public static class SeriesConversion
{
    /// <summary>Converts.</summary>
    /// <param name="path">A file, a folder or a zip; nested and mixed.</param>
    /// <param name="folder">Where volumes are written; it is made where there is none.</param>
    /// <param name="written">Hears of each volume as it is written.</param>
    /// <param name="token">Ends the work early; what was written stays.</param>
    /// <exception cref="DicomException">There is no such path, or a zip is damaged or dishonest.</exception>
    /// <exception cref="IOException">A volume cannot be written.</exception>
    public static ConversionResult Run(string path, string folder, Action<ConvertedVolume>? written = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var collection = DicomCollection.Open(path, token);
        Directory.CreateDirectory(folder);
        var names = new FileNames();
        var (converted, refusals, notes) = (new List<ConvertedVolume>(), new List<string>(), new List<string>());
        foreach (var series in collection.Series)
        {
            var plan = series.Plan(token);
            refusals.AddRange(plan.Refusals.Select(note => note.English));
            notes.AddRange(plan.Notes.Select(note => note.English));
            foreach (var volume in plan.Volumes)
            {
                try
                {
                    converted.Add(Write(volume, folder, names, [.. plan.Notes.Concat(plan.Refusals).Select(note => note.English)], token));
                    written?.Invoke(converted[^1]);
                }
                catch (DicomException error)
                {
                    refusals.Add(error.Message);
                }
            }
        }

        return new ConversionResult(converted, refusals, notes, collection.LeftOut);
    }

    private static ConvertedVolume Write(PlannedVolume plan, string folder, FileNames names, IReadOnlyList<string> leftOut, CancellationToken token)
    {
        var volume = plan.Read(token);
        var name = names.Claim(NameOf(plan.Series.Identity));
        var file = Path.Combine(folder, name + ".nii.gz");
        if (volume.Whole is { } whole) NiftiFile.Write(file, whole, DescriptionOf(plan));
        else NiftiFile.Write(file, volume.Real!, DescriptionOf(plan));
        Sidecar.Write(Path.Combine(folder, name + ".json"), name + ".nii.gz", volume, leftOut);
        return new ConvertedVolume(file, plan, volume.Whole is not null);
    }

    // PatientID, SeriesDescription, SeriesNumber: the first two are the contract's, the third keeps most names apart.
    private static string NameOf(SeriesIdentity identity)
    {
        var patient = FileNames.Part(identity.PatientId);
        var description = FileNames.Part(identity.SeriesDescription);
        string[] parts = [patient.Length > 0 ? patient : "unknown", description.Length > 0 ? description : identity.Modality.Length > 0 ? FileNames.Part(identity.Modality) : "series", .. identity.SeriesNumber is { } number ? [FormattableString.Invariant($"{number}")] : Array.Empty<string>()];
        return string.Join('_', parts);
    }

    private static string DescriptionOf(PlannedVolume plan) => plan.IsHounsfield ? "Hounsfield units" : plan.Unit;
}
