using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Lucarne.Dicom.Writing;

/// <summary>The elements of a data set or an item that is to be written, in the order of their tags.</summary>
internal sealed class ElementSet
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly SortedDictionary<uint, WrittenElement> _elements = [];

    public IEnumerable<WrittenElement> Elements => _elements.Values;

    /// <summary>Adds an element without a value, as attributes of type 2 may be.</summary>
    public ElementSet Empty(Attribute attribute) => Add(attribute, []);

    /// <summary>Adds text, several values with \ between them; empty where it is null.</summary>
    /// <exception cref="DicomException">It is longer than the VR allows.</exception>
    public ElementSet Text(Attribute attribute, string? text)
    {
        var most = MostCharacters(attribute.Vr);
        foreach (var value in (text ?? "").Split('\\'))
            if (value.Length > most)
                throw new DicomException($"'{value}' has {value.Length} characters where ({attribute.Tag >> 16:X4},{attribute.Tag & 0xFFFF:X4}) may have {most} (VR {attribute.Vr}); shorten it.");
        var bytes = Utf8.GetBytes(text ?? "");
        return Add(attribute, Padded(bytes, attribute.Vr == "UI" ? (byte)0 : (byte)' '));
    }

    /// <summary>Adds decimal strings with all digits that fit.</summary>
    public ElementSet Decimals(Attribute attribute, params IEnumerable<double> numbers) => Text(attribute, string.Join('\\', numbers.Select(DecimalString.Of)));

    /// <summary>Adds whole numbers, written or binary as the VR says.</summary>
    public ElementSet Integers(Attribute attribute, params ReadOnlySpan<int> numbers)
    {
        if (attribute.Vr == "IS") return Text(attribute, string.Join('\\', numbers.ToArray().Select(number => number.ToString(CultureInfo.InvariantCulture))));
        var size = attribute.Vr == "UL" ? 4 : 2;
        var bytes = new byte[size * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (size == 4) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), checked((uint)numbers[i]));
            else BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), checked((ushort)numbers[i]));
        }

        return Add(attribute, bytes);
    }

    /// <summary>Adds tags as values (VR AT).</summary>
    public ElementSet TagValue(Attribute attribute, Attribute value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(value.Tag >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)value.Tag);
        return Add(attribute, bytes);
    }

    /// <summary>Adds bytes as they are.</summary>
    public ElementSet Bytes(Attribute attribute, byte[] bytes) => Add(attribute, Padded(bytes, 0));

    /// <summary>Adds a sequence.</summary>
    public ElementSet Sequence(Attribute attribute, params IEnumerable<ElementSet> items)
    {
        _elements[attribute.Tag] = new WrittenElement(attribute, [], [.. items]);
        return this;
    }

    private ElementSet Add(Attribute attribute, byte[] value)
    {
        _elements[attribute.Tag] = new WrittenElement(attribute, value, null);
        return this;
    }

    // Values have an even length (PS3.5 section 7.1.1).
    private static byte[] Padded(byte[] bytes, byte with) => bytes.Length % 2 == 0 ? bytes : [.. bytes, with];

    // PS3.5 section 6.2. The lengths of text are counted in characters, those of numbers and codes are bytes alike.
    private static int MostCharacters(string vr) => vr switch
    {
        "CS" or "SH" or "DS" or "AE" => 16,
        "TM" => 14,
        "IS" => 12,
        "DA" => 8,
        "AS" => 4,
        "LO" or "UI" => 64,
        "PN" => 64 * 3,
        "ST" => 1024,
        _ => int.MaxValue,
    };
}

/// <summary>One element to be written: bytes, or the items of a sequence.</summary>
internal readonly record struct WrittenElement(Attribute Attribute, byte[] Value, IReadOnlyList<ElementSet>? Items);
