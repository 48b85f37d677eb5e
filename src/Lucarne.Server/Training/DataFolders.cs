using Lucarne.Clinic;

namespace Lucarne.Server.Training;

/// <summary>Folders of data that may be chosen on a page: those directly below one root, which whoever runs the server named. A name never becomes a path
/// unless a listing of the root holds it.</summary>
internal sealed class DataFolders(ServerOptions options)
{
    /// <summary>The names, folders and zips.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(options.DataRoot)
        ? [.. Directory.EnumerateFileSystemEntries(options.DataRoot).Where(path => Directory.Exists(path) || Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase))
            .Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.').Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The path of a folder.</summary>
    /// <exception cref="MissingException">There is none of this name.</exception>
    public string PathOf(string name) => Names.Contains(name) ? Path.Combine(options.DataRoot, name) : throw new MissingException($"data folder {name}");

    /// <summary>Where the report on a folder lies, or will.</summary>
    public string ReportOf(string name) => Path.Combine(options.Kept, "data", name);
}
