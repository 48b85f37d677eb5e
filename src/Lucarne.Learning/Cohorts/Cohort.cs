using System.Globalization;
using Lucarne.Dicom;
using Lucarne.Dicom.Discovery;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Cohorts;

/// <summary>The scans of a data folder, whatever form they have; open while they are read.</summary>
internal sealed class Cohort : IDisposable
{
    private readonly DicomCollection? _collection;

    private Cohort(IReadOnlyList<CohortScan> scans, DicomCollection? collection) => (Scans, _collection) = (scans, collection);

    /// <summary>The scans, each with a name of its own, sorted.</summary>
    public IReadOnlyList<CohortScan> Scans { get; }

    /// <summary>Looks for scans: NIfTI volumes beside their labels where there are any, else DICOM.</summary>
    /// <param name="data">A folder, or a zip of DICOM.</param>
    /// <param name="options">The structures.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="PrepareException">There are none.</exception>
    public static Cohort Find(string data, SegmentationOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(data) && !File.Exists(data)) throw new PrepareException($"there is no folder {data}; give one with a scan and its contours per patient");
        if (Directory.Exists(data) && NiftiCohort.Find(data, options) is { Count: > 0 } volumes) return new Cohort(Named(volumes), null);
        DicomCollection? collection = null;
        try
        {
            collection = DicomCollection.Open(data, cancellation);
            var scans = Named(new DicomCohort(collection, options).Scans());
            if (scans.Count == 0)
                throw new PrepareException($"{data} holds no contours: DICOM structure sets (RTSTRUCT) with the series they were drawn on, or a folder per patient with a scan and labels.nii.gz, were expected");
            return new Cohort(scans, collection);
        }
        catch (DicomException error)
        {
            collection?.Dispose();
            throw new PrepareException(error.Message);
        }
        catch
        {
            collection?.Dispose();
            throw;
        }
    }

    public void Dispose() => _collection?.Dispose();

    /// <summary>Several scans of a patient, or names that differ only in what a file name cannot hold, are numbered.</summary>
    private static IReadOnlyList<CohortScan> Named(IReadOnlyList<CohortScan> scans) =>
        [.. scans.GroupBy(scan => scan.Id, StringComparer.OrdinalIgnoreCase)
            .SelectMany(group => group.OrderBy(scan => scan.Signature, StringComparer.Ordinal)
                .Select((scan, i) => i == 0 ? scan : scan with { Id = string.Create(CultureInfo.InvariantCulture, $"{scan.Id}-{i + 1}") }))
            .OrderBy(scan => scan.Id, StringComparer.Ordinal)];
}
