using System.IO.Compression;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests;

/// <summary>A small CT slice that a test draws: 4 columns and 3 rows, each pixel 100 × its number in the slice + the slice's own number.</summary>
internal sealed record DrawnSlice
{
    internal const int Columns = 4, Rows = 3;

    public int Number { get; init; } = 1;

    public Vector3d Position { get; init; }

    public double[] Orientation { get; init; } = [1, 0, 0, 0, 1, 0];

    public double[] Spacing { get; init; } = [2, 1.5];

    public double Slope { get; init; } = 1;

    public double Intercept { get; init; }

    public string SeriesUid { get; init; } = "1.2.3";

    public string ImageType { get; init; } = "ORIGINAL\\PRIMARY\\AXIAL";

    public string Modality { get; init; } = "CT";

    public string Photometric { get; init; } = "MONOCHROME2";

    public string Description { get; init; } = "Thorax";

    public int Samples { get; init; } = 1;

    public int BitsAllocated { get; init; } = 16;

    public int BitsStored { get; init; } = 16;

    public bool IsSigned { get; init; }

    public int? Phase { get; init; }

    public int Height { get; init; } = Rows;

    public byte[]? Pixels { get; init; }

    public string Syntax { get; init; } = DicomBytes.ExplicitLittle;

    /// <summary>The stored value of a pixel where the test gives no pixels of its own.</summary>
    internal static int Stored(int number, int pixel) => (100 * pixel) + number;

    internal string Write(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, ToFile());
        return path;
    }

    internal byte[] ToFile()
    {
        var data = Elements(new DicomBytes(Syntax == DicomBytes.ImplicitLittle, Syntax == DicomBytes.ExplicitBig)).ToArray();
        return DicomBytes.File(Syntax == DicomBytes.Deflated ? Deflate(data) : data, Syntax);
    }

    private DicomBytes Elements(DicomBytes data)
    {
        data.Text(0x0008_0008, "CS", ImageType).Text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2").Text(0x0008_0018, "UI", $"{SeriesUid}.{Number}")
            .Text(0x0008_0060, "CS", Modality).Text(0x0008_103E, "LO", Description).Text(0x0010_0010, "PN", "Dupont^Anne").Text(0x0010_0020, "LO", "P 01/x")
            .Decimals(0x0018_0050, 5).Text(0x0020_000D, "UI", "1.2").Text(0x0020_000E, "UI", SeriesUid).Text(0x0020_0011, "IS", "7").Text(0x0020_0013, "IS", $"{Number}")
            .Decimals(0x0020_0032, Position.X, Position.Y, Position.Z).Decimals(0x0020_0037, Orientation).Text(0x0020_0052, "UI", "1.2.9");
        if (Phase is { } phase) data.Text(0x0020_0100, "IS", $"{phase}");
        return data.Short(0x0028_0002, Samples).Text(0x0028_0004, "CS", Photometric).Short(0x0028_0010, Height).Short(0x0028_0011, Columns).Decimals(0x0028_0030, Spacing)
            .Short(0x0028_0100, BitsAllocated).Short(0x0028_0101, BitsStored).Short(0x0028_0102, BitsStored - 1).Short(0x0028_0103, IsSigned ? 1 : 0)
            .Decimals(0x0028_1052, Intercept).Decimals(0x0028_1053, Slope).Raw(0x7FE0_0010, BitsAllocated == 8 ? "OB" : "OW", Pixels ?? Drawn());
    }

    private byte[] Drawn()
    {
        var bytes = new List<byte>();
        for (var pixel = 0; pixel < Columns * Height * Samples; pixel++)
        {
            var value = Stored(Number, pixel);
            byte[] cell = BitsAllocated == 8 ? [(byte)value] : Syntax == DicomBytes.ExplicitBig ? [(byte)(value >> 8), (byte)value] : [(byte)value, (byte)(value >> 8)];
            bytes.AddRange(cell);
        }

        return [.. bytes];
    }

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal)) deflate.Write(data);
        return packed.ToArray();
    }
}
