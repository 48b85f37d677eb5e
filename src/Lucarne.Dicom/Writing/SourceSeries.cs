using Lucarne.Dicom.Series;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>A series of slices with its grid: all that an object derived from it must reference. Values are copied from the source, never made better.</summary>
/// <param name="Identity">Patient, study, series and frame of reference.</param>
/// <param name="Geometry">The grid.</param>
/// <param name="Slices">The slices in the order of k; null where a slice is missing and was interpolated.</param>
public sealed record SourceSeries(SeriesIdentity Identity, VolumeGeometry Geometry, IReadOnlyList<SliceIdentity?> Slices)
{
    /// <summary>The series that a volume was read from.</summary>
    /// <exception cref="DicomException">It lacks what every reference needs.</exception>
    public static SourceSeries Of(PlannedVolume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        var identity = volume.Series.Identity;
        var missing = new List<string>();
        if (identity.StudyInstanceUid.Length == 0) missing.Add("StudyInstanceUID");
        if (identity.SeriesInstanceUid.Length == 0) missing.Add("SeriesInstanceUID");
        if (identity.FrameOfReferenceUid.Length == 0) missing.Add("FrameOfReferenceUID");
        if (volume.Slices.Any(slice => slice is { SopInstanceUid: "" } or { SopClassUid: "" })) missing.Add("SOPInstanceUID");
        return missing.Count == 0
            ? new SourceSeries(identity, volume.Geometry, volume.Slices)
            : throw new DicomException($"{volume.Series.Named} has no {string.Join(" and no ", missing)}, which an object that refers to it must state; export it from the scanner again, or leave out --rtstruct and --seg.");
    }

    /// <summary>The slices that exist.</summary>
    internal IEnumerable<SliceIdentity> Existing => Slices.OfType<SliceIdentity>();

    /// <summary>The slice whose plane is nearest to a point, in mm, LPS; null where that slice is missing.</summary>
    internal SliceIdentity? Nearest(Vector3d point) => Slices[Math.Clamp((int)Math.Round(Geometry.ToVoxel(point).Z), 0, Slices.Count - 1)];
}
