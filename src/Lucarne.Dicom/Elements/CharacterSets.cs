using System.Text;

namespace Lucarne.Dicom.Elements;

/// <summary>How the text of a data set is encoded (PS3.3 C.12.1.1.2).</summary>
internal sealed class CharacterSets
{
    private readonly Encoding _encoding;

    private CharacterSets(Encoding encoding) => _encoding = encoding;

    /// <summary>Where nothing is said. The standard then allows ASCII only; Latin-1 is what such files hold beyond it.</summary>
    public static CharacterSets Default { get; } = new(Encoding.Latin1);

    /// <summary>The character sets that SpecificCharacterSet names. Of several, the one that extends the first: escapes between Asian sets are not followed.</summary>
    public static CharacterSets Of(string named)
    {
        var codePage = named.Split('\\').Select(CodePageOf).LastOrDefault(page => page != 0);
        if (codePage == 0) return Default;
        try
        {
            return new CharacterSets(CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return Default;
        }
    }

    /// <summary>A text without what pads it.</summary>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = _encoding.GetString(bytes.TrimEnd((byte)0)).Trim(' ', '\0', '\t', '\r', '\n');
        return text.Contains('\x1b', StringComparison.Ordinal) ? WithoutEscapes(text) : text;
    }

    private static string WithoutEscapes(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\x1b')
            {
                kept.Append(text[i]);
                continue;
            }

            // ESC, intermediate characters from ' ' to '/', then one that ends it (ISO 2022).
            while (i + 1 < text.Length && text[i + 1] is >= ' ' and <= '/') i++;
            i++;
        }

        return kept.ToString();
    }

    private static int CodePageOf(string name) => name.Trim().Replace("ISO 2022 IR", "ISO_IR", StringComparison.Ordinal) switch
    {
        "ISO_IR 192" => 65001,
        "ISO_IR 100" => 28591,
        "ISO_IR 101" => 28592,
        "ISO_IR 109" => 28593,
        "ISO_IR 110" => 28594,
        "ISO_IR 144" => 28595,
        "ISO_IR 127" => 28596,
        "ISO_IR 126" => 28597,
        "ISO_IR 138" => 28598,
        "ISO_IR 148" => 28599,
        "ISO_IR 166" => 874,
        "ISO_IR 13" or "ISO_IR 87" => 932,
        "ISO_IR 149" => 949,
        "ISO_IR 58" or "GBK" => 936,
        "GB18030" => 54936,
        _ => 0,
    };
}
