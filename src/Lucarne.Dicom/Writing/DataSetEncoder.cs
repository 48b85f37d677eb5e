using System.Buffers.Binary;
using System.Text;

namespace Lucarne.Dicom.Writing;

/// <summary>Lays elements out as bytes, little endian, with VRs or without (PS3.5 sections 7.1 and 7.5). Sequences and items carry their lengths.</summary>
internal static class DataSetEncoder
{
    private const uint ItemTag = 0xFFFE_E000;

    /// <summary>The bytes of a data set.</summary>
    /// <param name="set">Its elements.</param>
    /// <param name="isImplicit">Whether VRs are left out.</param>
    public static byte[] Encode(ElementSet set, bool isImplicit)
    {
        var stream = new MemoryStream();
        Write(stream, set, isImplicit);
        return stream.ToArray();
    }

    private static void Write(MemoryStream stream, ElementSet set, bool isImplicit)
    {
        foreach (var element in set.Elements)
        {
            if (element.Items is { } items) WriteSequence(stream, element.Attribute, items, isImplicit);
            else WriteValue(stream, element, isImplicit);
        }
    }

    private static void WriteValue(MemoryStream stream, WrittenElement element, bool isImplicit)
    {
        if (!isImplicit && !HasLongLength(element.Attribute.Vr) && element.Value.Length > ushort.MaxValue - 1)
        {
            // Such a value has no place in a length of two bytes; readers take it as unknown (PS3.5 section 6.2.2, note to UN).
            WriteHeader(stream, element.Attribute with { Vr = "UN" }, element.Value.Length, isImplicit);
        }
        else
        {
            WriteHeader(stream, element.Attribute, element.Value.Length, isImplicit);
        }

        stream.Write(element.Value);
    }

    private static void WriteSequence(MemoryStream stream, Attribute attribute, IReadOnlyList<ElementSet> items, bool isImplicit)
    {
        WriteHeader(stream, attribute, 0, isImplicit);
        var start = stream.Position;
        foreach (var item in items)
        {
            WriteTag(stream, ItemTag);
            var itemStart = stream.Position + 4;
            WriteLength(stream, 0);
            Write(stream, item, isImplicit);
            Patch(stream, itemStart);
        }

        Patch(stream, start);
    }

    /// <summary>Puts the length of what was written since a place into the four bytes before it.</summary>
    private static void Patch(MemoryStream stream, long start) =>
        BinaryPrimitives.WriteUInt32LittleEndian(stream.GetBuffer().AsSpan((int)start - 4), checked((uint)(stream.Position - start)));

    private static void WriteHeader(MemoryStream stream, Attribute attribute, int length, bool isImplicit)
    {
        WriteTag(stream, attribute.Tag);
        if (isImplicit)
        {
            WriteLength(stream, (uint)length);
            return;
        }

        stream.Write(Encoding.ASCII.GetBytes(attribute.Vr));
        Span<byte> two = stackalloc byte[2];
        if (HasLongLength(attribute.Vr))
        {
            two.Clear();
            stream.Write(two);
            WriteLength(stream, (uint)length);
            return;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(two, checked((ushort)length));
        stream.Write(two);
    }

    // Two reserved bytes and a length of four bytes follow these VRs.
    private static bool HasLongLength(string vr) => vr is "OB" or "OW" or "SQ" or "UN" or "UT";

    private static void WriteTag(MemoryStream stream, uint tag)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(tag >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], (ushort)tag);
        stream.Write(bytes);
    }

    private static void WriteLength(MemoryStream stream, uint length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, length);
        stream.Write(bytes);
    }
}
