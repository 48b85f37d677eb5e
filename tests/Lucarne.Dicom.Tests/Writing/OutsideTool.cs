using System.Diagnostics;

namespace Lucarne.Dicom.Tests.Writing;

/// <summary>Other people's programs, as oracles where they are installed.</summary>
internal static class OutsideTool
{
    /// <summary>Runs a program and answers all that it said; skips the test where it is not installed.</summary>
    internal static string Say(string program, params string[] arguments)
    {
        var path = new[] { "/usr/bin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Skip.If(path is null, $"{program} is not installed");
        var start = new ProcessStartInfo(path!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said + errors.GetAwaiter().GetResult();
    }

    /// <summary>What dciodvfy, David Clunie's validator, objects to in a file: errors and warnings.</summary>
    internal static IReadOnlyList<string> Objections(string file) =>
        [.. Say("dciodvfy", file).Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Warning", StringComparison.Ordinal))];
}
