using System.Globalization;
using System.Text;

namespace Lucarne.Learning.Recipes;

/// <summary>Folder names compared without regard to case, accents or separators.</summary>
internal static class FolderName
{
    /// <summary>Letters and digits alone, without accents, in small letters: <c>Viral Pneumonia</c> and <c>viral_pneumonia</c> give
    /// the same.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var letter in name.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(letter))
                key.Append(char.ToLowerInvariant(letter));
        }

        return key.Length > 0 ? key.ToString() : name;
    }
}
