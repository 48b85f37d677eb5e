using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Lucarne.Dicom.Elements;

/// <summary>The elements of a data set or of an item, with their values as text, numbers and items.</summary>
/// <param name="form">How its elements were laid out.</param>
/// <param name="depth">Sequences around it.</param>
/// <param name="inherited">The character sets of the data set around it.</param>
internal sealed class DicomDataSet(ElementForm form, int depth, CharacterSets inherited)
{
    private readonly List<DicomElement> _elements = [];

    /// <summary>Sequences around it.</summary>
    public int Depth => depth;

    /// <summary>How its text is encoded.</summary>
    public CharacterSets CharacterSets { get; private set; } = inherited;

    /// <summary>Adds an element as it is met.</summary>
    public void Add(DicomElement element)
    {
        _elements.Add(element);
        if (element.Tag == Tags.SpecificCharacterSet) CharacterSets = CharacterSets.Of(Encoding.Latin1.GetString(element.Value).Trim(' ', '\0'));
    }

    /// <summary>Whether the element is there, empty or not.</summary>
    public bool Has(uint tag) => Find(tag) is not null;

    /// <summary>A text, all its values with \ between them; nothing where it is absent or empty.</summary>
    public string? Text(uint tag) =>
        Find(tag) is { Value.Length: > 0 } element && CharacterSets.Decode(element.Value) is { Length: > 0 } text ? text : null;

    /// <summary>The values of a text.</summary>
    public IReadOnlyList<string> Texts(uint tag) => Text(tag)?.Split('\\', StringSplitOptions.TrimEntries) ?? [];

    /// <summary>A whole number, binary or written; nothing where it is absent or empty.</summary>
    /// <exception cref="DicomException">It is no whole number.</exception>
    public int? Integer(uint tag)
    {
        if (Find(tag) is not { Value.Length: > 0 } element) return null;
        var value = element.Value;
        return element.Vr switch
        {
            ValueRepresentation.None or ValueRepresentation.Unknown when Tags.IsBinary(tag) && value.Length == 2 => ElementBytes.UInt16(value, form.IsBigEndian),
            ValueRepresentation.None or ValueRepresentation.Unknown when Tags.IsBinary(tag) && value.Length == 4 => (int)Math.Min(ElementBytes.UInt32(value, form.IsBigEndian), int.MaxValue),
            ValueRepresentation.UnsignedShort when value.Length >= 2 => ElementBytes.UInt16(value, form.IsBigEndian),
            ValueRepresentation.SignedShort when value.Length >= 2 => (short)ElementBytes.UInt16(value, form.IsBigEndian),
            ValueRepresentation.UnsignedLong or ValueRepresentation.SignedLong when value.Length >= 4 => (int)Math.Min(ElementBytes.UInt32(value, form.IsBigEndian), int.MaxValue),
            _ when int.TryParse(FirstText(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            // Some writers put a decimal point into an integer string.
            _ when Utf8Parser.TryParse(TrimSpaces(value), out double written, out var used) && used > 0 && written == Math.Floor(written) && Math.Abs(written) < int.MaxValue => (int)written,
            _ => throw new DicomException($"element {Tags.Written(tag)} holds '{Shown(value)}' where a whole number is expected"),
        };
    }

    /// <summary>Numbers with decimals, binary or written; empty where the element is absent or empty.</summary>
    /// <exception cref="DicomException">A value is no finite number.</exception>
    public double[] Decimals(uint tag)
    {
        if (Find(tag) is not { Value.Length: > 0 } element) return [];
        return element.Vr switch
        {
            ValueRepresentation.Double => Binary(tag, element.Value, 8),
            ValueRepresentation.Float => Binary(tag, element.Value, 4),
            _ => Written(tag, element.Value),
        };
    }

    /// <summary>The first of <see cref="Decimals"/>, if there is one.</summary>
    public double? Decimal(uint tag) => Decimals(tag) is [var first, ..] ? first : null;

    /// <summary>A number that is good to have and not needed: nothing too where the element holds none.</summary>
    public double? Optional(uint tag)
    {
        try
        {
            return Decimal(tag);
        }
        catch (DicomException)
        {
            return null;
        }
    }

    /// <summary>The items of a sequence; empty where it is absent.</summary>
    /// <exception cref="DicomException">The value is no sequence.</exception>
    public IReadOnlyList<DicomDataSet> Items(uint tag)
    {
        if (Find(tag) is not { } element) return [];
        if (element.Items is { } items) return items;
        if (element.Value.Length == 0) return [];
        if (element.Vr is not (ValueRepresentation.None or ValueRepresentation.Unknown))
            throw new DicomException($"element {Tags.Written(tag)} has the VR {ValueRepresentation.Written(element.Vr)} where a sequence is expected");
        return DataSetParser.ReadItems(element.Value, element.Vr == ValueRepresentation.Unknown ? ElementForm.Implicit : form, this);
    }

    /// <summary>The first item of a sequence, if there is one.</summary>
    public DicomDataSet? Item(uint tag) => Items(tag) is [var first, ..] ? first : null;

    private DicomElement? Find(uint tag)
    {
        foreach (var element in _elements)
            if (element.Tag == tag) return element;
        return null;
    }

    private double[] Binary(uint tag, byte[] value, int size)
    {
        var numbers = new double[value.Length / size];
        for (var i = 0; i < numbers.Length; i++)
        {
            var bytes = value.AsSpan(i * size, size);
            numbers[i] = (size, form.IsBigEndian) switch
            {
                (8, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
                (8, true) => BinaryPrimitives.ReadDoubleBigEndian(bytes),
                (_, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                (_, true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
            };
            if (!double.IsFinite(numbers[i])) throw new DicomException($"element {Tags.Written(tag)} holds a number that is not finite");
        }

        return numbers;
    }

    // Decimal strings (PS3.5 section 6.2, DS): an optional sign, digits, point and exponent, \ between them.
    private static double[] Written(uint tag, byte[] value)
    {
        ReadOnlySpan<byte> text = TrimSpaces(value);
        if (text.Length == 0) return [];
        var numbers = new double[text.Count((byte)'\\') + 1];
        for (var i = 0; i < numbers.Length; i++)
        {
            var end = text.IndexOf((byte)'\\');
            var one = TrimSpaces(end < 0 ? text : text[..end]);
            if (!Utf8Parser.TryParse(one, out numbers[i], out var used) || used != one.Length || !double.IsFinite(numbers[i]))
                throw new DicomException($"element {Tags.Written(tag)} holds '{Shown(one)}' where a number is expected");
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return numbers;
    }

    private static string FirstText(byte[] value)
    {
        var text = TrimSpaces(value);
        var end = text.IndexOf((byte)'\\');
        return Encoding.Latin1.GetString(end < 0 ? text : TrimSpaces(text[..end]));
    }

    private static ReadOnlySpan<byte> TrimSpaces(ReadOnlySpan<byte> bytes) => bytes.Trim(" \0"u8);

    private static string Shown(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 24)]);
        return string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter)) + (bytes.Length > 24 ? "…" : "");
    }
}
