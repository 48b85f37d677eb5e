using System.Text;

namespace Lucarne.Learning.Cohorts;

/// <summary>Names that scans bear in files.</summary>
internal static class ScanName
{
    /// <summary>A name of letters, digits, _ and - made from any text; what stood for something else becomes _.</summary>
    public static string Of(string text)
    {
        var name = new StringBuilder(Math.Min(text.Length, 64));
        foreach (var letter in text)
        {
            if (name.Length == 64) break;
            name.Append(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_');
        }

        return name.Length > 0 ? name.ToString() : "scan";
    }
}
