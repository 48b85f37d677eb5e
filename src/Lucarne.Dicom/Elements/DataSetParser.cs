namespace Lucarne.Dicom.Elements;

/// <summary>
/// Reads elements and sequences (PS3.5 section 7), trusting no length, depth or count. Overlays and private values are passed over, and
/// reading ends with the pixel data, which are the last thing that is wanted.
/// </summary>
/// <param name="bytes">Where they are read from.</param>
/// <param name="withPixels">Whether pixel data are kept rather than passed over.</param>
internal sealed class DataSetParser(ElementBytes bytes, bool withPixels)
{
    private const uint Undefined = 0xFFFF_FFFF;

    /// <summary>Sequences within sequences. Structured reports of hospitals come to about 12.</summary>
    internal const int Deepest = 32;

    /// <summary>Elements of one file. An enhanced CT of 5,000 frames has about 300,000.</summary>
    internal const int MostElements = 2_000_000;

    private int _elements;

    /// <summary>The pixel data that were met.</summary>
    public StoredPixels? Pixels { get; private set; }

    /// <summary>Reads the items of a sequence from its value, for a form that does not show which values are sequences.</summary>
    /// <exception cref="DicomException">The value is no sequence.</exception>
    public static IReadOnlyList<DicomDataSet> ReadItems(byte[] value, ElementForm form, DicomDataSet parent)
    {
        using var stream = new MemoryStream(value, writable: false);
        return new DataSetParser(new ElementBytes(stream), withPixels: false).ReadSequence(value.Length, form, parent.Depth + 1, parent.CharacterSets);
    }

    /// <summary>Reads elements up to a position of the file.</summary>
    /// <exception cref="DicomException">A length leads out of the file, or a limit is passed.</exception>
    public DicomDataSet ReadSet(long end, ElementForm form) => ReadSet(end, form, 0, CharacterSets.Default);

    // An end of -1 is a delimiter.
    private DicomDataSet ReadSet(long end, ElementForm form, int depth, CharacterSets inherited)
    {
        if (depth > Deepest) throw new DicomException($"sequences lie more than {Deepest} deep in each other, as in no file a hospital writes");
        var set = new DicomDataSet(form, depth, inherited);
        var last = end < 0 ? bytes.Length : end;
        while (end < 0 || bytes.Position < end)
        {
            var header = ReadHeader(last, form);
            if (header.Tag == Tags.ItemEnd && end < 0) return set;
            if (header.Tag >> 16 == 0xFFFE) throw new DicomException($"{Tags.Written(header.Tag)} stands where an element is expected");
            if (depth == 0 && header.Tag is Tags.PixelData or Tags.FloatPixelData or Tags.DoublePixelData)
            {
                ReadPixels(header, form);
                set.Add(new DicomElement(header.Tag, header.Vr, [], null));
                return set;
            }

            if (++_elements > MostElements) throw new DicomException($"there are more than {MostElements} elements, as in no file a hospital writes");
            ReadValue(set, header, last, form, depth);
        }

        return set;
    }

    private void ReadValue(DicomDataSet set, in Header header, long last, ElementForm form, int depth)
    {
        if (header.Length == Undefined && header.Vr is ValueRepresentation.OtherByte or ValueRepresentation.OtherWord)
        {
            SkipFragments(last, form);
        }
        else if (header.Vr == ValueRepresentation.Sequence || header.Length == Undefined)
        {
            var end = header.Length == Undefined ? -1 : bytes.Position + header.Length;
            var inner = header.Vr == ValueRepresentation.Unknown ? ElementForm.Implicit : form;
            set.Add(new DicomElement(header.Tag, header.Vr, [], ReadSequence(end, inner, depth + 1, set.CharacterSets)));
        }
        else if (IsPassedOver(header.Tag))
        {
            bytes.Skip(header.Length);
        }
        else
        {
            set.Add(new DicomElement(header.Tag, header.Vr, bytes.Take(header.Length), null));
        }
    }

    private List<DicomDataSet> ReadSequence(long end, ElementForm form, int depth, CharacterSets inherited)
    {
        var items = new List<DicomDataSet>();
        var last = end < 0 ? bytes.Length : end;
        while (end < 0 || bytes.Position < end)
        {
            var item = ReadHeader(last, form);
            if (item.Tag == Tags.SequenceEnd && end < 0) break;
            if (item.Tag != Tags.Item) throw new DicomException($"{Tags.Written(item.Tag)} stands in a sequence where an item is expected");
            if (++_elements > MostElements) throw new DicomException($"there are more than {MostElements} elements, as in no file a hospital writes");
            items.Add(ReadSet(item.Length == Undefined ? -1 : bytes.Position + item.Length, form, depth, inherited));
        }

        return items;
    }

    private Header ReadHeader(long last, ElementForm form)
    {
        Span<byte> start = stackalloc byte[8];
        bytes.Fill(start);
        var big = form.IsBigEndian;
        var tag = ((uint)ElementBytes.UInt16(start, big) << 16) | ElementBytes.UInt16(start[2..], big);
        var vr = ValueRepresentation.None;
        uint length;
        if (form.IsImplicit || tag >> 16 == 0xFFFE)
        {
            length = ElementBytes.UInt32(start[4..], big);
        }
        else
        {
            vr = (ushort)((start[4] << 8) | start[5]);
            length = ElementBytes.UInt16(start[6..], big);
            if (ValueRepresentation.HasLongLength(vr))
            {
                bytes.Fill(start[..4]);
                length = ElementBytes.UInt32(start, big);
            }
            else if (!ValueRepresentation.IsKnown(vr))
            {
                throw new DicomException($"element {Tags.Written(tag)} has the unknown VR '{ValueRepresentation.Written(vr)}'");
            }
        }

        if (length != Undefined && length > last - bytes.Position)
            throw new DicomException($"element {Tags.Written(tag)} claims {length} bytes where {Math.Max(0, last - bytes.Position)} are left");
        return new Header(tag, vr, length);
    }

    private void ReadPixels(in Header header, ElementForm form)
    {
        if (header.Length != Undefined)
        {
            var native = withPixels ? bytes.Take(header.Length) : null;
            if (native is null) bytes.Skip(header.Length);
            Pixels = new StoredPixels(header.Length, native, null, []);
            return;
        }

        Pixels = ReadFragments(form);
    }

    private StoredPixels ReadFragments(ElementForm form)
    {
        var fragments = new List<byte[]>();
        uint[] offsets = [];
        long total = 0;
        for (var index = 0; ; index++)
        {
            if (ReadFragmentHeader(form) is not { } item) return new StoredPixels(total, null, null, offsets) { IsEncapsulated = true, IsCutShort = true };
            if (item.Tag == Tags.SequenceEnd) break;
            if (item.Tag != Tags.Item || item.Length == Undefined) throw new DicomException($"{Tags.Written(item.Tag)} stands among the fragments of the pixel data");
            if (++_elements > MostElements) throw new DicomException($"there are more than {MostElements} fragments, as in no file a hospital writes");
            if (index == 0) offsets = ReadOffsets(item.Length, form);
            else if (withPixels) fragments.Add(bytes.Take(item.Length));
            else bytes.Skip(item.Length);
            if (index > 0) total += item.Length;
        }

        return new StoredPixels(total, null, withPixels ? fragments : null, offsets) { IsEncapsulated = true };
    }

    // Who passes over the pixels wants what comes before them, which is whole though they may be cut short.
    private Header? ReadFragmentHeader(ElementForm form)
    {
        try
        {
            return ReadHeader(bytes.Length, form);
        }
        catch (DicomException) when (!withPixels)
        {
            return null;
        }
    }

    private uint[] ReadOffsets(uint length, ElementForm form)
    {
        var table = bytes.Take(length);
        var offsets = new uint[length / 4];
        for (var i = 0; i < offsets.Length; i++) offsets[i] = ElementBytes.UInt32(table.AsSpan(4 * i), form.IsBigEndian);
        return offsets;
    }

    // An icon's compressed pixels, inside a sequence.
    private void SkipFragments(long last, ElementForm form)
    {
        while (ReadHeader(last, form) is var item && item.Tag != Tags.SequenceEnd)
        {
            if (item.Tag != Tags.Item || item.Length == Undefined) throw new DicomException($"{Tags.Written(item.Tag)} stands among fragments");
            bytes.Skip(item.Length);
        }
    }

    private static bool IsPassedOver(uint tag)
    {
        var group = tag >> 16;
        return group % 2 == 1 || (group is >= 0x5000 and <= 0x501E or >= 0x6000 and <= 0x601E && (tag & 0xFFFF) == 0x3000);
    }

    private readonly record struct Header(uint Tag, ushort Vr, uint Length);
}
