using System.Text;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Folders;

/// <summary>Walks a data folder and tells pictures of a class, pictures of none and other files apart.</summary>
internal sealed class FolderScan
{
    private const int DeepestFolder = 32;

    private static readonly HashSet<string> PictureExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".dib", ".webp", ".gif",
    };

    private static readonly HashSet<string> LitterNames = new(StringComparer.OrdinalIgnoreCase) { "__MACOSX", "Thumbs.db", "desktop.ini" };

    private readonly string root;
    private readonly CancellationToken token;
    private readonly Dictionary<string, string> classOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> visited = new(StringComparer.Ordinal);
    private readonly List<FolderPicture> pictures = [];
    private readonly SortedDictionary<string, int> unmatched = new(StringComparer.Ordinal);
    private readonly List<string> others = [];

    private FolderScan(string root, Recipe recipe, CancellationToken token)
    {
        (this.root, this.token) = (root, token);
        foreach (var label in recipe.Classes)
        {
            foreach (var name in label.Aliases.Prepend(label.Name)) classOf[LooseName.Key(name)] = label.Name;
        }
    }

    public IReadOnlyList<FolderPicture> Pictures => pictures;

    public IReadOnlyList<KeyValuePair<string, int>> Unmatched => [.. unmatched];

    public IReadOnlyList<string> OtherFiles => others;

    public static FolderScan Of(string root, Recipe recipe, CancellationToken token)
    {
        var scan = new FolderScan(root, recipe, token);
        try
        {
            scan.Walk(new DirectoryInfo(root), "", null, 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The data folder '{root}' cannot be read whole ({error.Message.TrimEnd('.')}); check its permissions.", error);
        }

        scan.pictures.Sort((a, b) => string.CompareOrdinal(a.File, b.File));
        scan.others.Sort(StringComparer.Ordinal);
        return scan;
    }

    // The nearest folder above a picture that is named after a class decides.
    private void Walk(DirectoryInfo folder, string relative, string? className, int depth)
    {
        token.ThrowIfCancellationRequested();
        var real = folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
        if (depth > DeepestFolder || !visited.Add(real)) return;
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.') || LitterNames.Contains(entry.Name)) continue;
            var path = (relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}").Normalize(NormalizationForm.FormC);
            if (entry is DirectoryInfo inner) Walk(inner, path, classOf.GetValueOrDefault(LooseName.Key(inner.Name)) ?? className, depth + 1);
            else Sort(entry, path, relative, className);
        }
    }

    private void Sort(FileSystemInfo file, string path, string relative, string? className)
    {
        if (!PictureExtensions.Contains(file.Extension))
        {
            if (className is not null) others.Add(path);
        }
        else if (className is null)
        {
            var folder = relative.Length == 0 ? "." : relative;
            unmatched[folder] = unmatched.GetValueOrDefault(folder) + 1;
        }
        else
        {
            pictures.Add(new(path, className, file.FullName));
        }
    }
}
