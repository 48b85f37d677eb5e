namespace Lucarne.Insight.Tests;

/// <summary>The folder of real pictures, <c>shared/data</c> beside one of the folders above the tests, where it is there.</summary>
internal static class SharedData
{
    public static string Recipes => Above("recipes") ?? throw new DirectoryNotFoundException("There is no folder of recipes above the tests.");

    public static string Folder(string name) => Above(Path.Combine("shared", "data", name)) ?? throw new SkipException($"shared/data/{name} is not there");

    private static string? Above(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, name);
            if (Directory.Exists(path)) return path;
        }

        return null;
    }
}
