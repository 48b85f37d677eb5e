using System.Text.Json;

namespace Lucarne.Learning.Contours;

/// <summary>
/// Takes away the masks that an earlier export into the same folder left: beside a new account they would pass for this patient's. Only
/// files that the earlier account names are touched.
/// </summary>
internal static class EarlierExport
{
    public static void Remove(string folder)
    {
        var account = Path.Combine(folder, "structures.json");
        if (!File.Exists(account)) return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(account));
            foreach (var structure in document.RootElement.GetProperty("structures").EnumerateArray())
                if (structure.GetProperty("file").GetString() is { } file) File.Delete(Path.Combine(folder, "structures", Path.GetFileName(file)));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not an account of ours: what lies here is somebody else's.
            return;
        }

        File.Delete(account);
    }
}
