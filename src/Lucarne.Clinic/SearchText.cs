using System.Globalization;
using System.Text;

namespace Lucarne.Clinic;

/// <summary>Words as they are searched for: lower case, without accents, so that <c>Émilie</c> is found by <c>emilie</c>.</summary>
internal static class SearchText
{
    /// <summary>The words of several fields, one after the other.</summary>
    public static string Of(params string?[] fields) => Fold(string.Join(' ', fields.Where(field => !string.IsNullOrWhiteSpace(field))));

    /// <summary>A pattern for LIKE with <c>ESCAPE '\'</c> that finds a text anywhere.</summary>
    public static string Pattern(string wanted)
    {
        var text = Fold(wanted.Trim()).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
        return $"%{text}%";
    }

    private static string Fold(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            // DICOM parts a name with ^; PostgreSQL's text holds no zero character.
            letters.Append(letter is '^' or '=' || char.IsControl(letter) ? ' ' : char.ToLowerInvariant(letter));
        }

        return letters.ToString().Normalize(NormalizationForm.FormC);
    }
}
