using Lucarne.Dicom.Series;
using Lucarne.Dicom.Writing;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Writing;

/// <summary>A small scan written to a folder of its own, which goes when the test is over.</summary>
internal sealed class WrittenScan : IDisposable
{
    internal WrittenScan(CtEncoding encoding = CtEncoding.Explicit, bool isSigned = false)
    {
        Series = CtSeriesWriter.Write(Path.Combine(Folder, "CT"), new CtScan(Values(Geometry), Identity, "test") { IsSigned = isSigned, AgeYears = 61 }, encoding);
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("lucarne-writing").FullName;

    internal SourceSeries Series { get; }

    internal static DateTimeOffset Made { get; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    // Rows and columns of different count and spacing, so that an exchange would show.
    internal static VolumeGeometry Geometry { get; } = new(40, 32, 7, new(-50.5, -40.25, 12.5), new(1.25, 0, 0), new(0, 1.5, 0), new(0, 0, 3));

    internal static SeriesIdentity Identity { get; } = new()
    {
        PatientName = "Lefèvre^Zoé",
        PatientId = "P-1",
        PatientSex = "F",
        PatientBirthDate = "19650102",
        StudyInstanceUid = DicomUid.From("tests", "study"),
        StudyDate = "20260303",
        StudyTime = "101500",
        StudyId = "7",
        StudyDescription = "Thorax",
        SeriesDescription = "Test scan",
    };

    internal static Volume<short> Values(VolumeGeometry geometry)
    {
        var volume = new Volume<short>(geometry);
        for (var i = 0; i < volume.Voxels.Length; i++) volume.Voxels[i] = (short)((i * 37 % 4096) - 1024);
        return volume;
    }

    /// <summary>A disc in slice 2 and a ring in slice 3.</summary>
    internal static IReadOnlyList<PlanarContour> DiscAndRing { get; } = [Circle(-26, -17, 15, 18.5), Circle(-26, -17, 15, 21.5), Circle(-24, -16, 6, 21.5)];

    internal static PlanarContour Circle(double x, double y, double radiusMm, double z) => new(
        [.. Enumerable.Range(0, 90).Select(i => new Vector3d(x + (radiusMm * Math.Cos(i * Math.Tau / 90)), y + (radiusMm * Math.Sin(i * Math.Tau / 90)), z))]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
