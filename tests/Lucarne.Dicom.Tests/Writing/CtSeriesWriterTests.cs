using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Writing;

namespace Lucarne.Dicom.Tests.Writing;

public sealed class CtSeriesWriterTests
{
    [SkippableTheory]
    [InlineData(CtEncoding.Explicit, false)]
    [InlineData(CtEncoding.Explicit, true)]
    [InlineData(CtEncoding.Implicit, false)]
    [InlineData(CtEncoding.Jpeg2000, true)]
    public void A_validator_finds_nothing_to_object_to(CtEncoding encoding, bool isSigned)
    {
        using var scan = new WrittenScan(encoding, isSigned);
        foreach (var file in Directory.GetFiles(scan.Folder, "*.dcm", SearchOption.AllDirectories)) Assert.Empty(OutsideTool.Objections(file));
    }

    [Theory]
    [InlineData(CtEncoding.Explicit, false)]
    [InlineData(CtEncoding.Explicit, true)]
    [InlineData(CtEncoding.Implicit, true)]
    [InlineData(CtEncoding.Jpeg2000, false)]
    [InlineData(CtEncoding.Jpeg2000, true)]
    public void What_is_written_is_read_back_to_the_last_unit(CtEncoding encoding, bool isSigned)
    {
        using var scan = new WrittenScan(encoding, isSigned);
        using var found = DicomCollection.Open(scan.Folder);
        var volume = Assert.Single(Assert.Single(found.Series).Plan().Volumes);
        Assert.Empty(volume.Warnings);
        Assert.True(volume.Geometry.IsSameGrid(WrittenScan.Geometry, 1e-4));
        Assert.Equal(WrittenScan.Values(WrittenScan.Geometry).Voxels, volume.Read().Whole!.Voxels);
        Assert.Equal("Lefèvre^Zoé", volume.Series.Identity.PatientName);
        Assert.Equal(scan.Series.Identity.FrameOfReferenceUid, volume.Series.Identity.FrameOfReferenceUid);
        Assert.Equal(scan.Series.Slices.Select(slice => slice!.SopInstanceUid), volume.Slices.Select(slice => slice!.SopInstanceUid));
    }

    [SkippableFact]
    public void Another_reader_sees_the_same_values_and_places()
    {
        using var scan = new WrittenScan();
        var said = Pydicom.Run(
            """
            import sys, glob, pydicom
            for f in sorted(glob.glob(sys.argv[1] + '/CT/*.dcm'), reverse=True):
                d = pydicom.dcmread(f)
                h = d.pixel_array.astype(int) * int(d.RescaleSlope) + int(d.RescaleIntercept)
                print(d.ImagePositionPatient[2], d.PixelSpacing[0], d.PixelSpacing[1], h.shape[0], h.shape[1], h.sum(), h[3, 5], d.PatientName)
            """,
            scan.Folder);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var volume = WrittenScan.Values(WrittenScan.Geometry);
        Assert.Equal(volume.Geometry.Slices, lines.Length);
        for (var k = 0; k < lines.Length; k++)
        {
            var sum = 0;
            foreach (var value in volume.Slice(k)) sum += value;
            Assert.Equal(FormattableString.Invariant($"{12.5 + (3 * k)} 1.5 1.25 32 40 {sum} {volume[5, 3, k]} Lefèvre^Zoé"), lines[k].Trim());
        }
    }

    [Fact]
    public void The_same_scan_is_written_to_the_same_bytes()
    {
        using var once = new WrittenScan();
        using var again = new WrittenScan();
        foreach (var file in Directory.GetFiles(once.Folder, "*.dcm", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again.Folder, Path.GetRelativePath(once.Folder, file))));
    }
}
