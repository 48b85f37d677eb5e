using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Folders;

/// <summary>A folder (or a zip) with a folder per class, read without opening a picture.</summary>
public sealed record PictureFolder
{
    /// <summary>The folder; for a zip, where it was unpacked.</summary>
    public required string Root { get; init; }

    /// <summary>The name a person gave: the folder's or the zip's, without the path.</summary>
    public required string Name { get; init; }

    /// <summary>The classes of this run, in the recipe's order: those with pictures (an optional class without any is left out).</summary>
    public required ValueList<ClassLabel> Classes { get; init; }

    /// <summary>The files, sorted ordinally by <see cref="FolderPicture.File"/>: the same on every machine.</summary>
    public required IReadOnlyList<FolderPicture> Pictures { get; init; }

    /// <summary>The group that <c>groups.csv</c> gives a file; empty without that file.</summary>
    public required IReadOnlyDictionary<string, string> ListedGroups { get; init; }

    /// <summary>Folders that hold pictures and stand for no class, with how many they hold, sorted.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> UnmatchedFolders { get; init; }

    /// <summary>Files in class folders whose extension is no picture's, sorted.</summary>
    public required IReadOnlyList<string> OtherFiles { get; init; }

    /// <summary>What a person should know, a sentence each.</summary>
    public required IReadOnlyList<LocalText> Warnings { get; init; }

    /// <summary>Reads the data of a recipe.</summary>
    /// <param name="path">A folder or a zip.</param>
    /// <param name="recipe">Whose classes the folders stand for.</param>
    /// <param name="cacheFolder">Where a zip is unpacked, once.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="DataException">The folder is missing, holds no picture or only one class, or a class that is not optional has none.</exception>
    public static PictureFolder Read(string path, Recipe recipe, string cacheFolder, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Task == RecipeTask.Segmentation)
            throw new DataException($"The recipe '{recipe.Name}' draws structures in scans and has no classes to sort pictures into; `lucarne prepare {recipe.Name}` says what is in a cohort, and `lucarne train` learns from it.");
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var root = Directory.Exists(full) ? full
            : File.Exists(full) ? new PictureArchive(cacheFolder).Unpack(full, token)
            : throw new DataException($"There is no data folder '{path}'; give a folder, or a zip, with a folder of pictures per class.");
        var found = FolderScan.Of(root, recipe, token);
        var classes = PresentClasses(path, recipe, found);
        return new()
        {
            Root = root,
            Name = System.IO.Path.GetFileName(full),
            Classes = classes,
            Pictures = found.Pictures,
            ListedGroups = GroupsFile.Read(root),
            UnmatchedFolders = found.Unmatched,
            OtherFiles = found.OtherFiles,
            Warnings = [.. WarningsOf(recipe, classes, found)],
        };
    }

    private static ValueList<ClassLabel> PresentClasses(string path, Recipe recipe, FolderScan found)
    {
        var expected = string.Join(", ", recipe.Classes.Select(label => label.Name));
        var strays = found.Unmatched.Count == 0 ? "" : $" (folders that stand for no class: {string.Join(", ", found.Unmatched.Take(8).Select(pair => pair.Key))})";
        if (found.Pictures.Count == 0)
            throw new DataException($"The data folder '{path}' holds no picture in a folder named after a class{strays}; make a folder for each of {expected}.");
        var present = recipe.Classes.Where(label => found.Pictures.Any(picture => picture.ClassName == label.Name)).ToArray();
        var empty = recipe.Classes.FirstOrDefault(label => !label.Optional && !present.Contains(label));
        if (present.Length < 2)
            throw new DataException($"The data folder '{path}' holds pictures of one class only, '{present[0].Name}'{strays}; at least two of {expected} are needed.");
        if (empty is not null)
            throw new DataException($"The data folder '{path}' holds no picture of the class '{empty.Name}'{strays}; put some in a folder of that name, or mark the class 'optional: true' in the recipe.");
        return ValueList.From(present);
    }

    private static IEnumerable<LocalText> WarningsOf(Recipe recipe, ValueList<ClassLabel> classes, FolderScan found)
    {
        foreach (var label in recipe.Classes.Where(label => !classes.Contains(label)))
            yield return new($"The class '{label.Name}' has no picture and is left out of this run.", $"La classe «\u202f{label.Name}\u202f» n’a aucune image et est laissée de côté.");
        foreach (var (folder, count) in found.Unmatched)
            yield return new(
                $"The folder '{folder}' stands for no class of the recipe; its {count} picture(s) are left out.",
                $"Le dossier «\u202f{folder}\u202f» ne correspond à aucune classe de la recette\u202f; ses {count} image(s) sont laissées de côté.");
        if (found.OtherFiles.Count == 0) yield break;
        var some = $"{string.Join(", ", found.OtherFiles.Take(5))}{(found.OtherFiles.Count > 5 ? "…" : "")}";
        yield return new(
            $"{found.OtherFiles.Count} file(s) are no pictures by their extension and are left out: {some}.",
            $"{found.OtherFiles.Count} fichier(s) ne sont pas des images d’après leur extension et sont laissés de côté\u202f: {some}.");
    }
}
