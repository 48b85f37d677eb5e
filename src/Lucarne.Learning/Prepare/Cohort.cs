using System.Globalization;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Prepare;

/// <summary>Finds the scans of a data folder, whatever form they have.</summary>
internal static class Cohort
{
    /// <summary>The scans under a path, each with a name of its own, sorted.</summary>
    /// <exception cref="PrepareException">There are none.</exception>
    public static IReadOnlyList<CohortScan> Find(string data, SegmentationOptions options)
    {
        if (!Directory.Exists(data)) throw new PrepareException($"there is no folder {data}; give one with a scan and its labels per patient");
        var scans = Named(NiftiCohort.Find(data, options));
        return scans.Count > 0
            ? scans
            : throw new PrepareException($"{data} holds no scan with contours: a folder per patient with a scan and labels.nii.gz was expected");
    }

    /// <summary>Two scans whose names differ only in what a file name cannot hold are numbered.</summary>
    private static IReadOnlyList<CohortScan> Named(IReadOnlyList<CohortScan> scans) =>
        [.. scans.GroupBy(scan => scan.Id, StringComparer.OrdinalIgnoreCase)
            .SelectMany(group => group.Select((scan, i) => i == 0 ? scan : scan with { Id = string.Create(CultureInfo.InvariantCulture, $"{scan.Id}-{i + 1}") }))
            .OrderBy(scan => scan.Id, StringComparer.Ordinal)];
}
