using System.Security.Cryptography;
using System.Text;
using Lucarne.Imaging;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Recipes.Yaml;

namespace Lucarne.Insight.Profiles;

/// <summary>
/// profiles.yaml: what people call the profiles, in both languages, to be edited. The file says which clusters it names, so that a later
/// call that finds the same ones keeps the names.
/// </summary>
internal static class ProfileNames
{
    private const string Head =
        """
        # What the visual profiles are called. Edit the names; a later `lucarne cluster` that finds the same clusters keeps them.
        # No outcome of these patients is known: a name must not say how a disease will go.

        """;

    /// <summary>A name for clusters, whatever the order in which they were found: which training pictures belong together.</summary>
    public static string Identity(IEnumerable<(string File, int Cluster)> members)
    {
        var clusters = members.GroupBy(member => member.Cluster).Select(cluster => string.Join('\n', cluster.Select(member => member.File).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n\n", clusters))))[..16];
    }

    /// <summary>Keeps the names that are there where they name these clusters; else writes <paramref name="names"/>, and sets names of other clusters aside.</summary>
    /// <param name="path">profiles.yaml.</param>
    /// <param name="identity">Of the clusters.</param>
    /// <param name="names">Key to name, in order.</param>
    /// <returns>Where the names of other clusters were set aside; null where there were none.</returns>
    /// <exception cref="DataException">The file that is there is no YAML of this form.</exception>
    public static string? Keep(string path, string identity, IReadOnlyList<(string Key, LocalText Name)> names)
    {
        string? aside = null;
        if (File.Exists(path))
        {
            if (Read(path).Identity == identity) return null;
            aside = Path.ChangeExtension(path, ".previous.yaml");
            File.Move(path, aside, overwrite: true);
        }

        var text = new StringBuilder(Head).Append("clusters: ").Append(identity).Append("\nnames:\n");
        foreach (var (key, name) in names)
            text.Append("  ").Append(key).Append(":\n    en: ").Append(Quoted(name.En)).Append("\n    fr: ").Append(Quoted(name.Fr)).Append('\n');
        PlacedFile.Write(path, text.ToString());
        return aside;
    }

    /// <summary>The names, by the profile's key.</summary>
    /// <exception cref="DataException">The file is no YAML of this form.</exception>
    public static (string? Identity, IReadOnlyDictionary<string, LocalText> Names) Read(string path)
    {
        try
        {
            var root = YamlReader.ReadNode(File.ReadAllText(path), Path.GetFileName(path), lines: true) as YamlMap ?? throw new FormatException("it holds no keys");
            var names = root["names"] as YamlMap ?? throw new FormatException("the key 'names' is missing");
            return ((root["clusters"] as YamlScalar)?.Text, names.Entries.ToDictionary(entry => entry.Key, Name, StringComparer.Ordinal));
        }
        catch (Exception error) when (error is RecipeException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The names of profiles in '{path}' cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); give each profile 'en' and 'fr', or remove the file to have it written anew.", error);
        }
    }

    private static LocalText Name(YamlEntry entry)
    {
        if (entry.Value is YamlMap map && map["en"] is YamlScalar { Text: { Length: > 0 } en } && map["fr"] is YamlScalar { Text: { Length: > 0 } fr }) return new(en, fr);
        throw new FormatException($"the profile '{entry.Key}' lacks 'en' or 'fr'");
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
