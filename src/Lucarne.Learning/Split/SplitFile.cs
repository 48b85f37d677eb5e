using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Split;

/// <summary>Reads and writes <c>split.json</c>: <c>{"seed", "train": […], "validation": […], "test": […], "groups": {file: group}}</c>.</summary>
public static class SplitFile
{
    /// <summary>Writes beside and renames, so that a reader finds the old file or the new one, whole.</summary>
    public static void Write(DataSplit split, string path)
    {
        ArgumentNullException.ThrowIfNull(split);
        PlacedFile.Write(path, ToJson(split));
    }

    /// <summary>Reads a split back and checks that it is one.</summary>
    /// <exception cref="DataException">The file is missing or is not a split: a file in two parts, a group that straddles.</exception>
    public static DataSplit Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var split = new DataSplit
            {
                Seed = root.GetProperty("seed").GetInt32(),
                Train = Files(root, "train"),
                Validation = Files(root, "validation"),
                Test = Files(root, "test"),
                Groups = ValueList.From(root.GetProperty("groups").EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, pair.Value.GetString()!))),
            };
            Check(split, path);
            return split;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The split '{path}' cannot be read ({error.Message.TrimEnd('.')}); train again to draw it anew.", error);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DataException($"'{path}' is not a split with seed, train, validation, test and groups ({error.Message.TrimEnd('.')}); train again to draw it anew.", error);
        }
    }

    internal static string ToJson(DataSplit split)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteNumber("seed", split.Seed);
            Write(json, "train", split.Train);
            Write(json, "validation", split.Validation);
            Write(json, "test", split.Test);
            json.WriteStartObject("groups");
            foreach (var (file, group) in split.Groups) json.WriteString(file, group);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, string name, ValueList<string> files)
    {
        json.WriteStartArray(name);
        foreach (var file in files) json.WriteStringValue(file);
        json.WriteEndArray();
    }

    private static ValueList<string> Files(JsonElement root, string name) =>
        ValueList.From(root.GetProperty(name).EnumerateArray().Select(file => file.GetString() ?? throw new JsonException($"'{name}' holds null")));

    private static void Check(DataSplit split, string path)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, group) in split.Groups) groups[file] = group;
        var parts = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (part, files) in new[] { split.Train, split.Validation, split.Test }.Index())
        {
            foreach (var file in files)
            {
                if (!seen.Add(file)) throw new DataException($"'{path}' lists '{file}' twice, where each file belongs to one part; train again to draw the split anew.");
                if (!groups.TryGetValue(file, out var group)) throw new DataException($"'{path}' gives '{file}' no group; train again to draw the split anew.");
                if (!parts.TryAdd(group, part) && parts[group] != part)
                    throw new DataException($"'{path}' has the group '{group}' in two parts, where a group belongs to one; train again to draw the split anew.");
            }
        }
    }
}
