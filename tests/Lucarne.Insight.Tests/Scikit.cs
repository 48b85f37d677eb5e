using System.Diagnostics;
using System.Text.Json;

namespace Lucarne.Insight.Tests;

/// <summary>Asks scikit-learn and scipy: a script reads <c>given</c> and leaves its answer in <c>answer</c>.</summary>
internal static class Scikit
{
    private static readonly string Python = Environment.GetEnvironmentVariable("LUCARNE_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";

    private static readonly Lazy<bool> IsThere = new(() => File.Exists(Python) && Run("import sklearn, scipy", "") is not null);

    /// <summary>Runs a script on given values; skips the test where there is no scikit-learn.</summary>
    public static JsonElement Answer(string script, object given)
    {
        Skip.IfNot(IsThere.Value, "No Python with scikit-learn was found; set LUCARNE_PYTHON to one.");
        var whole = $"import json, sys, warnings\nimport numpy as np\nwarnings.simplefilter('ignore')\ngiven = json.load(sys.stdin)\n{script}\njson.dump(answer, sys.stdout)\n";
        var said = Run(whole, JsonSerializer.Serialize(given)) ?? throw new InvalidOperationException("The script failed.");
        return JsonDocument.Parse(said).RootElement;
    }

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(one => one.GetDouble())];

    public static double[][] Rows(this JsonElement element) => [.. element.EnumerateArray().Select(row => row.Numbers())];

    private static string? Run(string script, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : script.StartsWith("import sklearn", StringComparison.Ordinal) ? null : throw new InvalidOperationException(errors.Result);
    }
}
