using System.Text;

namespace Lucarne.Learning.Folders;

/// <summary>Reads <c>groups.csv</c>: a header <c>file,group</c>, then a line per picture; values may be quoted.</summary>
internal static class GroupsFile
{
    public const string Name = "groups.csv";

    public static IReadOnlyDictionary<string, string> Read(string root)
    {
        var path = Path.Combine(root, Name);
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path)) return groups;
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0 || Fields(lines[0]) is not [var first, var second] || !Is(first, "file") || !Is(second, "group"))
            throw new DataException($"The first line of '{path}' is not 'file,group'; name the two columns so.");
        for (var line = 1; line < lines.Length; line++)
        {
            if (string.IsNullOrWhiteSpace(lines[line])) continue;
            if (Fields(lines[line]) is not [{ Length: > 0 } file, { Length: > 0 } group])
                throw new DataException($"Line {line + 1} of '{path}' is not a file and a group with a comma between them; mend it, quoting values that hold commas.");
            var key = file.Replace('\\', '/').Normalize(NormalizationForm.FormC);
            if (!groups.TryAdd(key, group) && groups[key] != group)
                throw new DataException($"Line {line + 1} of '{path}' gives '{file}' a second group, '{group}' after '{groups[key]}'; keep one.");
        }

        return groups;
    }

    private static bool Is(string field, string name) => field.Trim('\ufeff', ' ').Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The fields of one line (RFC 4180, without line breaks inside quotes).</summary>
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted) Finish();
            else field.Append(line[i]);
        }

        Finish();
        return fields;

        void Finish()
        {
            fields.Add(field.ToString().Trim());
            field.Clear();
        }
    }
}
