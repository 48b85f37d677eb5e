using System.Diagnostics;

namespace Lucarne.Imaging.Tests;

/// <summary>Debian's Python, whose libraries are oracles where they are installed.</summary>
internal static class PythonOracle
{
    private const string Python = "/usr/bin/python3";

    internal static void SkipWithout(params string[] modules) =>
        Skip.IfNot(File.Exists(Python) && Run($"import {string.Join(", ", modules)}").Code == 0, $"Debian's Python lacks one of {string.Join(", ", modules)}");

    /// <summary>Runs a script and answers what it printed.</summary>
    internal static string Say(string script, params string[] arguments)
    {
        var (code, said, errors) = Run(script, arguments);
        return code == 0 ? said : throw new InvalidOperationException(errors);
    }

    private static (int Code, string Said, string Errors) Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said, errors.GetAwaiter().GetResult());
    }
}
