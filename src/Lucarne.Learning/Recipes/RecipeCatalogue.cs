using Lucarne.Learning.Recipes.Yaml;

namespace Lucarne.Learning.Recipes;

/// <summary>The recipes of a folder.</summary>
/// <param name="folder">The folder that holds a YAML file per recipe.</param>
public sealed class RecipeCatalogue(string folder)
{
    /// <summary>The recipes, sorted by name.</summary>
    /// <exception cref="RecipeException">The folder is missing, or a recipe in it is wrong.</exception>
    public IReadOnlyList<RecipeEntry> List() =>
        [.. Files().Select(Entry).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    internal RecipePlace Find(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        if (File.Exists(nameOrPath)) return new(nameOrPath, null);
        var cut = nameOrPath.LastIndexOf('/');
        var (stem, variant) = cut > 0 ? (nameOrPath[..cut], nameOrPath[(cut + 1)..]) : (nameOrPath, null);
        if (IsYaml(stem) && File.Exists(stem)) return new(stem, variant);
        if (IsYaml(nameOrPath)) throw new RecipeException($"There is no recipe file '{nameOrPath}'; give the path of a file that exists.");
        if (Named(stem) is { } path) return new(path, variant);
        throw new RecipeException(Missing(stem));
    }

    private static bool IsYaml(string path) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static RecipeEntry Entry(string path)
    {
        var file = RecipeFile.Read(path);
        var recipe = file.Resolve(null, []);
        return new(Path.GetFileNameWithoutExtension(path), recipe.Title, file.VariantNames, path);
    }

    private string[] Files()
    {
        if (!Directory.Exists(folder))
            throw new RecipeException($"There is no recipe folder '{folder}'; Lucarne's own recipes lie in 'recipes' at its root.");
        return [.. Directory.EnumerateFiles(folder).Where(IsYaml)];
    }

    private string? Named(string name) => Files().FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == name);

    private string Missing(string name)
    {
        string[] known = [.. Files().Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];
        var near = NearestName.Of(name, known) is { } nearest ? $"did you mean '{nearest}'? " : "";
        return $"There is no recipe '{name}'; {near}the recipes are {string.Join(", ", known)}, and the path of a YAML file works too.";
    }
}

/// <summary>One recipe of a catalogue.</summary>
/// <param name="Name">The name on the command line: the file's, without extension.</param>
/// <param name="Title">One line a person reads.</param>
/// <param name="Variants">The variants beside the default.</param>
/// <param name="Path">The file.</param>
public sealed record RecipeEntry(string Name, LocalText Title, ValueList<string> Variants, string Path);

internal sealed record RecipePlace(string Path, string? Variant);
