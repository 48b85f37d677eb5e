using System.Diagnostics;

namespace Lucarne.Architecture.Tests;

/// <summary>The files of this checkout.</summary>
internal static class Repository
{
    private static readonly string[] BuiltFolders = ["artifacts", "node_modules", ".git", "bin", "obj"];

    public static string Root { get; } = FindRoot();

    /// <summary>Files under a folder of the checkout, by path relative to the root, with / between folders.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        string start = Path.Combine(Root, folder);
        return Directory.Exists(start)
            ? Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories).Select(Relative)
                .Where(path => !path.Split('/').Intersect(BuiltFolders).Any())
                .Where(path => extensions.Length == 0 || extensions.Contains(Path.GetExtension(path)))
                .Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>What git tracks; without git or its history (an unpacked archive), every file that no build made.</summary>
    public static IReadOnlyList<string> TrackedFiles()
    {
        var start = new ProcessStartInfo("git", ["-C", Root, "ls-files", "-z", "--cached"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var git = Process.Start(start)!;
            string[] names = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            if (git.ExitCode == 0 && names.Length > 0) return [.. names.Where(name => File.Exists(Path.Combine(Root, name)))];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git on this machine.
        }
        return [.. Files(".")];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Lucarne.slnx"))) return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Lucarne.slnx; run these tests from a checkout.");
    }
}
