using System.Text;

namespace Lucarne.Dicom.Tests.Structures;

/// <summary>A structure set that a test writes: a square with a hole, a point, an open line, and a contour that is no numbers.</summary>
internal static class DrawnStructureSet
{
    internal static byte[] ToFile(bool isImplicit, string series = "1.2.3", string frameOfReference = "1.2.9")
    {
        DicomBytes New() => new(isImplicit);
        byte[] Contour(string kind, string points) => New().Text(0x3006_0042, "CS", kind).Text(0x3006_0050, "DS", points).ToArray();
        byte[] Region(int number, string name, Encoding encoding) =>
            New().Text(0x3006_0022, "IS", $"{number}").Text(0x3006_0024, "UI", frameOfReference).Text(0x3006_0026, "LO", name, encoding).ToArray();
        var reference = New().Text(0x0020_0052, "UI", frameOfReference)
            .Sequence(0x3006_0012, New().OpenSequence(0x3006_0014, New().Text(0x0020_000E, "UI", series).ToArray()).ToArray()).ToArray();
        var drawn = New().Text(0x3006_002A, "IS", "255\\128\\0").Sequence(
            0x3006_0040,
            Contour("CLOSED_PLANAR", "0\\0\\0\\4\\0\\0\\4\\4\\0\\0\\4\\0"),
            Contour("CLOSED_PLANAR", "1\\1\\0\\2\\1\\0\\2\\2\\0\\1\\2\\0"),
            Contour("OPEN_PLANAR", "0\\0\\3\\1\\1\\3"),
            Contour("CLOSED_PLANAR", "0\\0\\here\\1\\1\\3")).Text(0x3006_0084, "IS", "2").ToArray();
        var point = New().OpenSequence(0x3006_0040, Contour("POINT", "1.5\\-2.5\\3e1")).Text(0x3006_0084, "IS", "5").ToArray();
        var data = New().Text(0x0008_0005, "CS", "ISO_IR 192").Text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.481.3").Text(0x0008_0018, "UI", "1.2.77").Text(0x0008_0060, "CS", "RTSTRUCT")
            .Text(0x0010_0020, "LO", "P 01/x").Text(0x0020_000D, "UI", "1.2").Text(0x3006_0002, "SH", "plan").Sequence(0x3006_0010, reference)
            .Sequence(0x3006_0020, Region(2, "Cœur", Encoding.UTF8), Region(5, "Isocentre", Encoding.UTF8), Region(9, "empty", Encoding.UTF8))
            .Sequence(0x3006_0039, drawn, point)
            .Sequence(0x3006_0080, New().Text(0x3006_0082, "IS", "1").Text(0x3006_0084, "IS", "2").Text(0x3006_00A4, "CS", "ORGAN").ToArray()).ToArray();
        return DicomBytes.File(data, isImplicit ? DicomBytes.ImplicitLittle : DicomBytes.ExplicitLittle);
    }
}
