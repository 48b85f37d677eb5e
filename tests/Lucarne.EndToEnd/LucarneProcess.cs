using System.Diagnostics;
using System.Text;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Lucarne.EndToEnd;

/// <summary>How a start of the program ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Ending(int Code, string Out, string Error)
{
    /// <summary>What the program said of its own accord; progress and notes are other lines.</summary>
    public IReadOnlyList<string> Sentences => [.. Error.Split('\n').Where(line => line.StartsWith("lucarne: ", StringComparison.Ordinal))];

    /// <summary>Ended well.</summary>
    public Ending Done()
    {
        Assert.True(Code == 0, $"exit code {Code}: {Error}");
        return this;
    }

    /// <summary>Ended with one sentence that holds all of these words, with nothing on standard output and no stack.</summary>
    public Ending Refused(int code, params string[] words)
    {
        Assert.True(Code == code, $"exit code {Code} where {code} is expected: {Error}{Out}");
        Assert.Equal("", Out);
        var sentence = Assert.Single(Sentences);
        foreach (var word in words) Assert.Contains(word, sentence, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("fault of Lucarne", Error, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>Starts the built program as a process of its own, in a home of its own.</summary>
/// <param name="home">LUCARNE_HOME.</param>
internal sealed class LucarneProcess(string home)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The program as people start it, compiled ahead (docs/adr/0030), and not its copy beside the tests: …/Lucarne.Cli/release.</summary>
    private static readonly string Program = Path.Combine(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Lucarne.Cli")), new DirectoryInfo(AppContext.BaseDirectory).Name, "lucarne.dll");

    /// <summary>Runs to the end.</summary>
    public Ending Run(params string[] arguments) => Run(arguments, new Dictionary<string, string?>());

    /// <summary>Runs to the end with more in the environment.</summary>
    public Ending Run(string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        using var process = Start(arguments, environment);
        return End(process);
    }

    /// <summary>Starts, and leaves the process running.</summary>
    public Process Start(string[] arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in new[] { "LUCARNE_WEIGHTS", "LUCARNE_ROOT", "LUCARNE_TRACE", "LANG", "LC_ALL" }) start.Environment.Remove(name);
        start.Environment["LUCARNE_HOME"] = home;
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a process, which is killed where it does not come.</summary>
    public static Ending End(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"the program did not end within {Longest.TotalMinutes} minutes; it said: {error.Result}");
        }

        return new Ending(process.ExitCode, output.Result, error.Result);
    }
}
