using System.ComponentModel;
using System.Diagnostics;

namespace Lucarne.Insight.Tests;

/// <summary>A Python with NumPy, SciPy and PyTorch: LUCARNE_PYTHON, else the system's, else the one on the path.</summary>
internal static class PythonOracle
{
    private static readonly Lazy<string?> Interpreter = new(() =>
        new[] { Environment.GetEnvironmentVariable("LUCARNE_PYTHON"), "/usr/bin/python3", "python3" }
            .FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate) && Try(candidate, "import torch, scipy, numpy", "") is not null));

    /// <summary>Runs a script that reads <paramref name="input"/> and gives its output; skips the test where there is no such Python.</summary>
    internal static string Run(string script, string input, params string[] arguments)
    {
        Skip.If(Interpreter.Value is null, "no Python with torch and scipy; set LUCARNE_PYTHON to one");
        return Try(Interpreter.Value!, script, input, arguments) ?? throw new InvalidOperationException("the oracle's script failed; run it by hand to see why");
    }

    private static string? Try(string interpreter, string script, string input, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(interpreter, ["-c", script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            return null;
        }
    }
}
