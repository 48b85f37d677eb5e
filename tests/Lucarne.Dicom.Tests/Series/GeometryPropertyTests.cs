using FsCheck;
using FsCheck.Fluent;
using Lucarne.Dicom.Discovery;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Series;

/// <summary>However a series lies in the patient, a voxel of the volume is where DICOM says its pixel is.</summary>
public sealed class GeometryPropertyTests
{
    [Fact]
    public void Every_pixel_of_any_oblique_series_keeps_its_place_and_value()
    {
        var kept = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Gen.Choose(-180, 180).ArrayOf(6).ToArbitrary(), drawn =>
        {
            if (drawn.Length < 6) return true;
            KeepsPlaces(Turned(drawn[0], drawn[1], drawn[2]), (1 + (Math.Abs(drawn[3]) % 80)) / 10.0, 2 + (Math.Abs(drawn[4]) % 5), drawn[5] / 120.0);
            kept++;
            return true;
        }));
        Assert.Equal(60, kept);
    }

    private static void KeepsPlaces((Vector3d Along, Vector3d Down) plane, double gapMm, int count, double shearMm)
    {
        using var folder = new TemporaryFolder();
        var step = (plane.Along.Cross(plane.Down) * gapMm) + (plane.Down * shearMm);
        var positions = Enumerable.Range(0, count).Select(k => new Vector3d(-12.5, 30, 7) + (step * k)).ToList();
        // Names run against the order.
        for (var k = 0; k < count; k++)
            new DrawnSlice { Number = k, Position = positions[k], Orientation = [plane.Along.X, plane.Along.Y, plane.Along.Z, plane.Down.X, plane.Down.Y, plane.Down.Z] }.Write(folder.Path, $"{99 - k}");
        using var found = DicomCollection.Open(folder.Path);
        var volume = Assert.Single(Assert.Single(found.Series).Plan().Volumes).Read();
        for (var k = 0; k < count; k++)
        {
            // PS3.3 C.7.6.2.1.1, equation C.7.6.2.1-1: pixel (column 3, row 2) of spacing 1.5 and 2 mm.
            var expected = positions[k] + (plane.Along * (3 * 1.5)) + (plane.Down * (2 * 2.0));
            var voxel = volume.Plan.Geometry.ToVoxel(expected);
            Assert.True((voxel - new Vector3d(3, 2, Math.Round(voxel.Z))).Length < 1e-4, $"{voxel}");
            Assert.Equal(DrawnSlice.Stored(k, 11), volume.Whole![3, 2, (int)Math.Round(voxel.Z)]);
        }
    }

    // The first two axes turned about z, y and x in turn.
    private static (Vector3d Along, Vector3d Down) Turned(int a, int b, int c)
    {
        var (ca, sa, cb, sb, cc, sc) = (Cos(a), Sin(a), Cos(b), Sin(b), Cos(c), Sin(c));
        return (new(ca * cb, sa * cb, -sb), new((ca * sb * sc) - (sa * cc), (sa * sb * sc) + (ca * cc), cb * sc));
    }

    private static double Cos(int degrees) => Math.Cos(degrees * Math.PI / 180);

    private static double Sin(int degrees) => Math.Sin(degrees * Math.PI / 180);
}
