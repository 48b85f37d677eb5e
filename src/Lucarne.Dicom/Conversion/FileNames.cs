using System.Globalization;
using System.Text;

namespace Lucarne.Dicom.Conversion;

/// <summary>Gives files names that every file system takes, each once.</summary>
public sealed class FileNames
{
    private const int Longest = 60;

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A part of a name: letters without accents, digits, points and hyphens; everything else becomes a hyphen.</summary>
    /// <param name="text">What a person or a scanner wrote.</param>
    public static string Part(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var part = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(letter)) part.Append(letter);
            else if (letter == '.' && part.Length > 0) part.Append(letter);
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && part.Length > 0 && part[^1] != '-') part.Append('-');
        }

        return part.ToString(0, Math.Min(part.Length, Longest)).Trim('-', '.');
    }

    /// <summary>A name as it is written, but for what a path cannot hold.</summary>
    /// <param name="text">What a person wrote.</param>
    public static string Whole(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = string.Concat(text.Select(letter => char.IsControl(letter) || letter is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' ? '_' : letter)).Trim().TrimStart('.');
        return name.Length > Longest ? name[..Longest].TrimEnd() : name;
    }

    /// <summary>The name, or where it is taken already, with the first number behind it that is free.</summary>
    /// <param name="name">A name without an extension.</param>
    public string Claim(string name)
    {
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
            if (_taken.Add(candidate)) return candidate;
        }
    }
}
