using System.Globalization;
using System.Text;

namespace Lucarne.Learning.Recipes;

/// <summary>Names that people typed, compared without regard to case, accents or separators.</summary>
internal static class LooseName
{
    /// <summary>Letters and digits alone, without accents or ligatures, in small letters: <c>Viral Pneumonia</c> and
    /// <c>viral_pneumonia</c> give the same. A name without any is its own key.</summary>
    public static string Key(string name) => Letters(name) is { Length: > 0 } key ? key : name;

    /// <summary>The same, but empty where there is no letter and no digit.</summary>
    public static string Letters(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var letter in name.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark || !char.IsLetterOrDigit(letter)) continue;

            // Unicode does not take these two apart: cœur and coeur are one word.
            var small = char.ToLowerInvariant(letter);
            _ = small switch { 'œ' => key.Append("oe"), 'æ' => key.Append("ae"), _ => key.Append(small) };
        }

        return key.ToString();
    }
}
