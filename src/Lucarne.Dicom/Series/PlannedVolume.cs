using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Series;

/// <summary>Which slice of the archive a slice of a volume is.</summary>
/// <param name="SopClassUid">SOPClassUID.</param>
/// <param name="SopInstanceUid">SOPInstanceUID.</param>
/// <param name="Frame">Which of the object's frames, from 1 as DICOM counts them; nothing where it has only one.</param>
/// <param name="Position">ImagePositionPatient, mm, LPS.</param>
public sealed record SliceIdentity(string SopClassUid, string SopInstanceUid, int? Frame, Vector3d Position);

/// <summary>A volume that can be made of a series. Its pixels are not yet read.</summary>
public sealed class PlannedVolume
{
    internal PlannedVolume(ImageSeries series, VolumeGeometry geometry, IReadOnlyList<SliceHeader?> headers, IReadOnlyList<SeriesNote> warnings)
    {
        (Series, Geometry, Headers, Warnings) = (series, geometry, headers, warnings);
        Slices = [.. headers.Select(IdentityOf)];
    }

    /// <summary>The series it is made of.</summary>
    public ImageSeries Series { get; }

    /// <summary>The grid; slices rise along the normal.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>For each slice of the grid the one of the archive; nothing where that was missing and is interpolated between its neighbours.</summary>
    public IReadOnlyList<SliceIdentity?> Slices { get; }

    /// <summary>What a person must know of this volume.</summary>
    public IReadOnlyList<SeriesNote> Warnings { get; }

    /// <summary>Whether its values are Hounsfield units: computed tomography whose RescaleType is absent or HU (PS3.3 C.8.2.1, C.11.1).</summary>
    public bool IsHounsfield => Series.Identity.Modality == "CT" && Headers.All(header => header is null || header.RescaleType is "" or "HU");

    /// <summary>RescaleType of the slices; empty where it is absent.</summary>
    public string Unit => Headers.OfType<SliceHeader>().First().RescaleType;

    /// <summary>How many files it is made of.</summary>
    public int FileCount => Headers.OfType<SliceHeader>().Select(header => header.Source).Distinct().Count();

    internal IReadOnlyList<SliceHeader?> Headers { get; }

    /// <summary>Reads the pixels, slices side by side, and applies each slice's slope and intercept.</summary>
    /// <exception cref="DicomException">A slice is damaged.</exception>
    public ScanVolume Read(CancellationToken token = default) => VolumeReader.Read(this, token);

    private static SliceIdentity? IdentityOf(SliceHeader? header) => header is null
        ? null
        : new SliceIdentity(header.SopClassUid, header.SopInstanceUid, header.Layout.Frames > 1 ? header.Frame + 1 : null, header.Position);
}

/// <summary>A volume of a series with its values: whole numbers where that is exact, else floating-point ones.</summary>
/// <param name="Plan">Where it comes from.</param>
/// <param name="Whole">The values, where every one is a whole number of 16 bits.</param>
/// <param name="Real">The values, where they are not.</param>
public sealed record ScanVolume(PlannedVolume Plan, Volume<short>? Whole, Volume<float>? Real)
{
    /// <summary>The values as floating-point numbers; in Hounsfield units where <see cref="PlannedVolume.IsHounsfield"/>.</summary>
    public Volume<float> ToFloat()
    {
        if (Real is not null) return Real;
        var voxels = new float[Whole!.Voxels.Length];
        for (var i = 0; i < voxels.Length; i++) voxels[i] = Whole.Voxels[i];
        return new Volume<float>(Whole.Geometry, voxels);
    }
}
