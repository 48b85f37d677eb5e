using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Imaging;

namespace Lucarne.Learning;

/// <summary>How Lucarne's JSON files are written: names in snake_case, a value a line, letters of every language as they are.</summary>
public static class JsonFile
{
    /// <summary>The form.</summary>
    public static JsonSerializerOptions Form { get; } = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a file beside its place and renames it.</summary>
    public static void Write<T>(string path, T value) => PlacedFile.Write(path, JsonSerializer.Serialize(value, Form) + "\n");
}
