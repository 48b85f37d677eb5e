using System.Diagnostics;

namespace Lucarne.Imaging.Tests;

/// <summary>Debian's Python with Pillow and NumPy, as an oracle where it is installed.</summary>
internal static class Pillow
{
    private const string Python = "/usr/bin/python3";

    internal static void SkipWithout() => Skip.IfNot(File.Exists(Python) && Run("import PIL, numpy") is { } found && found.Code == 0, "python3-pil and python3-numpy are not installed");

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
