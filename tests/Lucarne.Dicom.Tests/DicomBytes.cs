using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Lucarne.Dicom.Tests;

/// <summary>Writes data sets element by element (PS3.5 section 7), right or wrong as a test wants.</summary>
/// <param name="isImplicit">Whether the VR is left out.</param>
/// <param name="isBigEndian">Whether the most significant byte comes first.</param>
internal sealed class DicomBytes(bool isImplicit = false, bool isBigEndian = false)
{
    internal const string ExplicitLittle = "1.2.840.10008.1.2.1";
    internal const string ImplicitLittle = "1.2.840.10008.1.2";
    internal const string ExplicitBig = "1.2.840.10008.1.2.2";
    internal const string Deflated = "1.2.840.10008.1.2.1.99";

    private readonly List<byte> _bytes = [];

    /// <summary>Elements so far.</summary>
    internal byte[] ToArray() => _bytes.ToArray();

    internal DicomBytes Text(uint tag, string vr, string text, Encoding? encoding = null)
    {
        var bytes = (encoding ?? Encoding.Latin1).GetBytes(text);
        return Raw(tag, vr, bytes.Length % 2 == 0 ? bytes : [.. bytes, vr == "UI" ? (byte)0 : (byte)' ']);
    }

    internal DicomBytes Decimals(uint tag, params double[] numbers) => Text(tag, "DS", string.Join('\\', numbers.Select(number => number.ToString("0.########", CultureInfo.InvariantCulture))));

    internal DicomBytes Short(uint tag, int number)
    {
        var bytes = new byte[2];
        if (isBigEndian) BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        else BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number);
        return Raw(tag, "US", bytes);
    }

    internal DicomBytes Raw(uint tag, string vr, byte[] value) => Header(tag, vr, (uint)value.Length).Bytes(value);

    /// <summary>A sequence of stated length, of items of stated length.</summary>
    internal DicomBytes Sequence(uint tag, params byte[][] items)
    {
        Header(tag, "SQ", (uint)items.Sum(item => item.Length + 8));
        foreach (var item in items) Header(0xFFFE_E000, "", (uint)item.Length).Bytes(item);
        return this;
    }

    /// <summary>A sequence that ends, as its items do, with a delimiter.</summary>
    internal DicomBytes OpenSequence(uint tag, params byte[][] items)
    {
        Header(tag, "SQ", uint.MaxValue);
        foreach (var item in items) Header(0xFFFE_E000, "", uint.MaxValue).Bytes(item).Header(0xFFFE_E00D, "", 0);
        return Header(0xFFFE_E0DD, "", 0);
    }

    /// <summary>The tag, VR and length of an element, whatever follows.</summary>
    internal DicomBytes Header(uint tag, string vr, uint length)
    {
        UInt16((ushort)(tag >> 16));
        UInt16((ushort)tag);
        if (isImplicit || tag >> 16 == 0xFFFE) return UInt32(length);
        Bytes(Encoding.ASCII.GetBytes(vr));
        if (vr is not ("OB" or "OD" or "OF" or "OL" or "OW" or "SQ" or "UC" or "UN" or "UR" or "UT")) return UInt16((ushort)length);
        UInt16(0);
        return UInt32(length);
    }

    internal DicomBytes Bytes(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A file: preamble, group 2, data set (PS3.10 section 7.1).</summary>
    internal static byte[] File(byte[] data, string syntax = ExplicitLittle)
    {
        var meta = new DicomBytes().Text(0x0002_0010, "UI", syntax).ToArray();
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, meta.Length);
        return [.. new byte[128], .. "DICM"u8, .. new DicomBytes().Raw(0x0002_0000, "UL", length).ToArray(), .. meta, .. data];
    }

    private DicomBytes UInt16(ushort number)
    {
        Span<byte> bytes = stackalloc byte[2];
        if (isBigEndian) BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        else BinaryPrimitives.WriteUInt16LittleEndian(bytes, number);
        _bytes.AddRange(bytes);
        return this;
    }

    private DicomBytes UInt32(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (isBigEndian) BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        _bytes.AddRange(bytes);
        return this;
    }
}
