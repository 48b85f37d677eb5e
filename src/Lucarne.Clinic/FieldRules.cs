using System.Globalization;

namespace Lucarne.Clinic;

/// <summary>What a field may hold, before it reaches the database.</summary>
internal static class FieldRules
{
    /// <summary>A text that must be there.</summary>
    public static string Text(string? value, string field, int longest)
    {
        var text = Optional(value, field, longest);
        return text ?? throw new ClinicException($"{field} is empty; a text of 1 to {longest} characters was expected.");
    }

    /// <summary>A text that may be absent: trimmed, null where nothing is left.</summary>
    public static string? Optional(string? value, string field, int longest)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text)) return null;
        if (text.Length > longest) throw new ClinicException($"{field} has {text.Length} characters, where at most {longest} are kept; shorten it.");
        // PostgreSQL keeps none of these, and no name or comment has one.
        return text.Contains('\0', StringComparison.Ordinal) ? throw new ClinicException($"{field} holds a zero character; write it without.") : text;
    }

    /// <summary>A number between two bounds, or none.</summary>
    public static double? Between(double? value, double least, double most, string field, string unit) =>
        value is null || (value >= least && value <= most)
            ? value
            : throw new ClinicException(string.Create(CultureInfo.InvariantCulture, $"{field} is {value} {unit}, where {least} to {most} {unit} can be right; check the number and its unit."));
}
