using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Learning.Folders;

namespace Lucarne.Learning.Check;

/// <summary>Reads and writes <c>fingerprint.json</c>.</summary>
public static class FingerprintFile
{
    /// <summary>Writes beside and renames.</summary>
    public static void Write(Fingerprint fingerprint, string path) => PlacedFile.Write(path, ToJson(fingerprint));

    /// <summary>Reads a fingerprint back.</summary>
    /// <exception cref="DataException">The file is missing or is no fingerprint.</exception>
    public static Fingerprint Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Fingerprint>(File.ReadAllBytes(path), JsonFile.Form) ?? throw new JsonException("it holds null");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new DataException($"The fingerprint '{path}' cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); check the data again to make it anew.", error);
        }
    }

    internal static string ToJson(Fingerprint fingerprint) => JsonSerializer.Serialize(fingerprint, JsonFile.Form) + "\n";
}
