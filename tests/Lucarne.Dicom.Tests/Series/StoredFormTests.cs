using Lucarne.Dicom.Discovery;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Series;

/// <summary>Stored values come out the same whatever they are packed in.</summary>
public sealed class StoredFormTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DicomBytes.ExplicitLittle)]
    [InlineData(DicomBytes.ImplicitLittle)]
    [InlineData(DicomBytes.ExplicitBig)]
    [InlineData(DicomBytes.Deflated)]
    public void Every_form_of_elements_gives_the_same_values(string syntax)
    {
        var voxels = Read(new DrawnSlice { Number = 3, Syntax = syntax });
        Assert.Equal(Enumerable.Range(0, 12).Select(pixel => (short)DrawnSlice.Stored(3, pixel)), voxels);
    }

    [Fact]
    public void Twelve_bits_with_a_sign_in_a_cell_of_sixteen()
    {
        // 0xF801 holds 0x801 below four bits that are not the sample's; as 12 bits with a sign that is 0x801 − 0x1000 = −2047.
        byte[] pixels = [.. Enumerable.Repeat<byte[]>([0x01, 0xF8], 11).SelectMany(cell => cell), 0xFF, 0x07];
        var voxels = Read(new DrawnSlice { BitsStored = 12, IsSigned = true, Pixels = pixels });
        Assert.Equal(-2047, voxels[0]);
        Assert.Equal(2047, voxels[11]);
    }

    [Fact]
    public void Twelve_bits_without_a_sign_lose_the_overlay_above_them()
    {
        byte[] pixels = [.. Enumerable.Repeat<byte[]>([0x34, 0xF2], 12).SelectMany(cell => cell)];
        Assert.All(Read(new DrawnSlice { BitsStored = 12, Pixels = pixels }), voxel => Assert.Equal(0x234, voxel));
    }

    [Fact]
    public void Twelve_bits_packed_without_gaps()
    {
        // Two pixels in three bytes, low bits first: 0x123 and 0x456 are 23 61 45.
        byte[] pixels = [.. Enumerable.Repeat<byte[]>([0x23, 0x61, 0x45], 6).SelectMany(pair => pair)];
        var voxels = Read(new DrawnSlice { BitsAllocated = 12, BitsStored = 12, Pixels = pixels });
        Assert.Equal(Enumerable.Repeat<short[]>([0x123, 0x456], 6).SelectMany(pair => pair), voxels);
    }

    [Fact]
    public void Eight_bits_and_signed_sixteen()
    {
        Assert.Equal(200, Read(new DrawnSlice { BitsAllocated = 8, BitsStored = 8, Pixels = [.. Enumerable.Repeat((byte)200, 12)] })[7]);
        byte[] minusTwo = [.. Enumerable.Repeat<byte[]>([0xFE, 0xFF], 12).SelectMany(cell => cell)];
        Assert.Equal(-2, Read(new DrawnSlice { IsSigned = true, Pixels = minusTwo })[7]);
    }

    [Fact]
    public void An_enhanced_object_gives_a_slice_per_frame_from_its_functional_groups()
    {
        File.WriteAllBytes(_folder.In("enhanced"), DicomBytes.File(Enhanced()));
        using var found = DicomCollection.Open(_folder.Path);
        Assert.Empty(found.LeftOut);
        var volume = Assert.Single(Assert.Single(found.Series).Plan().Volumes);
        // Frames lie at 6, 0 and 3 mm, hold 10, 20 and 30, and are rescaled by ×2 −5, ×1 +0 and ×3 +1.
        Assert.Equal(new Vector3d(0, 0, 3), volume.Geometry.SliceStep);
        var read = volume.Read().Whole!;
        Assert.Equal([20, 91, 15], Enumerable.Range(0, 3).Select(k => (int)read[1, 1, k]));
        Assert.Equal([2, 3, 1], volume.Slices.Select(slice => slice!.Frame));
    }

    private static byte[] Enhanced()
    {
        byte[] Plane(double height) => new DicomBytes().Decimals(0x0020_0032, 0, 0, height).ToArray();
        byte[] Rescale(double slope, double intercept) => new DicomBytes().Decimals(0x0028_1052, intercept).Decimals(0x0028_1053, slope).Text(0x0028_1054, "LO", "HU").ToArray();
        byte[] Frame(double height, double slope, double intercept) =>
            new DicomBytes().Sequence(0x0020_9113, Plane(height)).OpenSequence(0x0028_9145, Rescale(slope, intercept)).ToArray();
        var shared = new DicomBytes()
            .Sequence(0x0020_9116, new DicomBytes().Decimals(0x0020_0037, 1, 0, 0, 0, 1, 0).ToArray())
            .Sequence(0x0028_9110, new DicomBytes().Decimals(0x0018_0050, 3).Decimals(0x0028_0030, 2, 2).ToArray()).ToArray();
        byte[] pixels = [.. new byte[] { 10, 20, 30 }.SelectMany(value => Enumerable.Repeat<byte[]>([value, 0], 4).SelectMany(cell => cell))];
        return new DicomBytes().Text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2.1").Text(0x0008_0018, "UI", "1.5").Text(0x0008_0060, "CS", "CT").Text(0x0020_000E, "UI", "1.4")
            .Short(0x0028_0002, 1).Text(0x0028_0004, "CS", "MONOCHROME2").Text(0x0028_0008, "IS", "3").Short(0x0028_0010, 2).Short(0x0028_0011, 2)
            .Short(0x0028_0100, 16).Short(0x0028_0101, 16).Short(0x0028_0102, 15).Short(0x0028_0103, 0)
            .OpenSequence(0x5200_9229, shared).Sequence(0x5200_9230, Frame(6, 2, -5), Frame(0, 1, 0), Frame(3, 3, 1))
            .Raw(0x7FE0_0010, "OW", pixels).ToArray();
    }

    private short[] Read(DrawnSlice slice)
    {
        slice.Write(_folder.Path, "slice");
        using var found = DicomCollection.Open(_folder.Path);
        Assert.Empty(found.LeftOut);
        return Assert.Single(Assert.Single(found.Series).Plan().Volumes).Read().Whole!.Voxels;
    }
}
