namespace Lucarne.Networks.Tests;

/// <summary>Data and weights outside the repository: in LUCARNE_SHARED, else in a folder 'shared' beside it or above.</summary>
internal static class Shared
{
    internal static string? Find(string relative)
    {
        if (Environment.GetEnvironmentVariable("LUCARNE_SHARED") is { Length: > 0 } folder) return Existing(folder, relative);
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (Existing(Path.Combine(above.FullName, "shared"), relative) is { } path) return path;
        }

        return null;
    }

    private static string? Existing(string folder, string relative)
    {
        var path = Path.Combine(folder, relative);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }
}
