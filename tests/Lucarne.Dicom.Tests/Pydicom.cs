using System.Diagnostics;

namespace Lucarne.Dicom.Tests;

/// <summary>A Python that can import pydicom: LUCARNE_PYTHON, else the system's, else the one on the path.</summary>
internal static class Pydicom
{
    private static readonly Lazy<string?> Interpreter = new(() =>
        new[] { Environment.GetEnvironmentVariable("LUCARNE_PYTHON"), "/usr/bin/python3", "python3" }
            .FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate) && Try(candidate, "import pydicom, numpy") is not null));

    /// <summary>Runs a script and gives its output; skips the test where there is no such Python.</summary>
    internal static string Run(string script, params string[] arguments)
    {
        Skip.If(Interpreter.Value is null, "no Python with pydicom; set LUCARNE_PYTHON to one");
        return Try(Interpreter.Value!, script, arguments) ?? throw new InvalidOperationException("the oracle's script failed; run it by hand to see why");
    }

    private static string? Try(string interpreter, string script, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(interpreter, ["-W", "ignore", "-c", script, .. arguments]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
