using Lucarne.Dicom.Series;

namespace Lucarne.Dicom.Structures;

/// <summary>Finds the series that a structure set was drawn on.</summary>
public static class ReferencedSeries
{
    /// <summary>
    /// The series whose UID the structure set names; where it names none that is here, the one of its frame of reference. Coordinates mean
    /// nothing in another.
    /// </summary>
    /// <param name="set">The structure set.</param>
    /// <param name="series">The series that are here.</param>
    /// <exception cref="DicomException">There is none, or more than one.</exception>
    public static ImageSeries Choose(StructureSet set, IReadOnlyList<ImageSeries> series)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(series);
        var named = series.Where(item => set.ReferencedSeriesUids.Contains(item.Identity.SeriesInstanceUid)).ToList();
        if (named.Count == 1) return named[0];
        if (named.Count == 0) named = [.. series.Where(item => item.Identity.FrameOfReferenceUid.Length > 0 && set.FrameOfReferenceUids.Contains(item.Identity.FrameOfReferenceUid))];
        // Contours are drawn on the planning CT, though a PET or a dose in its frame of reference lies beside it.
        if (named.Count > 1 && named.Where(item => item.Identity.Modality == "CT").ToList() is { Count: > 0 } scans) named = scans;
        return named.Count switch
        {
            1 => named[0],
            0 when series.Count == 0 => throw new DicomException($"'{set.File}' is a structure set without the series it was drawn on; put the slices of {Uids(set)} beside it."),
            0 => throw new DicomException($"'{set.File}' was drawn on {Uids(set)}, and none of the {series.Count} series here is that one or shares its frame of reference; put its slices beside it."),
            _ => throw new DicomException($"'{set.File}' could have been drawn on any of {named.Count} series that share its frame of reference; leave only the right one beside it."),
        };
    }

    private static string Uids(StructureSet set) => set.ReferencedSeriesUids.Count == 0 ? "a series that it does not name" : $"series {string.Join(" and ", set.ReferencedSeriesUids)}";
}
