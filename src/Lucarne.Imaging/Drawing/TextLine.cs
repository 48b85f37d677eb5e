using System.Globalization;
using System.Net;
using System.Text;

namespace Lucarne.Imaging;

/// <summary>One line of text as coverage: 255 where the ink is full. Lines of one size have one height and one baseline.</summary>
internal static class TextLine
{
    /// <summary>
    /// Ink is cut tightly by the text drawer, so an accented capital and a bar, which reach as high and as low as letters
    /// do, are drawn before each line and cut off again.
    /// </summary>
    private const string Strut = "|Éj";

    /// <summary>Draws text in DejaVu Sans, <paramref name="size"/> pixels an em. Text without ink answers null.</summary>
    internal static Picture? Draw(string text, int size, bool bold)
    {
        var clean = Clean(text);
        if (string.IsNullOrWhiteSpace(clean))
            return null;
        var strut = Ink(Strut, size, bold);
        var line = Ink($"{Strut}  {clean}", size, bold);
        var first = strut.Width;
        while (first < line.Width - 1 && IsBlank(line, first))
            first++;
        return first >= line.Width - 1 ? null : line.Crop(new PixelBox(first, 0, line.Width - first, line.Height));
    }

    /// <summary>The height of a line.</summary>
    internal static int Height(int size, bool bold) => Ink(Strut, size, bold).Height;

    /// <summary>Draws text no wider than <paramref name="width"/>; longer text loses its middle, where names say least.</summary>
    internal static Picture? DrawWithin(string text, int size, bool bold, int width)
    {
        var line = Draw(text, size, bold);
        if (line is null || line.Width <= width)
            return line;
        var letters = new StringInfo(Clean(text));
        var kept = Math.Max(2, (int)((double)letters.LengthInTextElements * width / line.Width) + 1);
        for (; kept > 1; kept--)
        {
            line = Draw(Shorten(letters, kept), size, bold);
            if (line is null || line.Width <= width)
                return line;
        }
        return Draw("…", size, bold);
    }

    private static string Shorten(StringInfo letters, int kept)
    {
        int head = (kept + 1) / 2, tail = kept - head, length = letters.LengthInTextElements;
        return head + tail >= length ? letters.String : $"{letters.SubstringByTextElements(0, head).TrimEnd()}…{letters.SubstringByTextElements(length - tail, tail).TrimStart()}";
    }

    private static Picture Ink(string text, int size, bool bold)
    {
        var font = string.Create(CultureInfo.InvariantCulture, $"DejaVu Sans{(bold ? " Bold" : "")} {size}");
        return Vips.Text(WebUtility.HtmlEncode(text).Replace("&#39;", "'", StringComparison.Ordinal), font, 72);
    }

    private static bool IsBlank(Picture line, int column)
    {
        for (var y = 0; y < line.Height; y++)
        {
            if (line[y, column] > 0)
                return false;
        }
        return true;
    }

    /// <summary>Characters that are no text (line ends, controls, lone surrogates) would end the drawing.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        return clean.ToString();
    }
}
