using Lucarne.Dicom.Discovery;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary>Says which files were left out: those that are called DICOM or are damaged by name, the others by their number.</summary>
internal static class LeftOutFiles
{
    private const int MostNamed = 20;

    /// <summary>Prints to standard error.</summary>
    /// <param name="files">What was left out.</param>
    /// <param name="isAlone">Whether nothing else was found, so that the command's own sentence says it.</param>
    public static void Print(IReadOnlyList<LeftOut> files, bool isAlone)
    {
        if (isAlone && files.Count <= 1) return;
        var named = files.Where(file => file.Kind == LeftOutKind.Damaged || Path.GetExtension(file.File).Equals(".dcm", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var file in named.Take(MostNamed)) Console.Error.WriteLine($"left out: {file.Sentence}");
        if (files.Count > Math.Min(named.Count, MostNamed)) Console.Error.WriteLine($"left out: {files.Count - Math.Min(named.Count, MostNamed)} {(named.Count > 0 ? "more " : "")}file(s) that are no pictures of a series.");
    }
}
