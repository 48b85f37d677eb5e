namespace Lucarne.Learning.Tests.Recipes;

/// <summary>The folder of Lucarne's own recipes, found upwards from the test's assembly.</summary>
internal static class RepositoryRecipes
{
    public static string Folder { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var recipes = Path.Combine(at.FullName, "recipes");
            if (File.Exists(Path.Combine(recipes, "kidney-ct.yaml"))) return recipes;
        }

        throw new DirectoryNotFoundException($"No folder 'recipes' above {folder}.");
    }
}
