using System.Text.RegularExpressions;

namespace Lucarne.Architecture.Tests;

/// <summary>Rules that hold for each source file.</summary>
public sealed class SourceTests
{
    private const int LongestFile = 350;

    private static readonly (string Pattern, string Instead)[] Banned =
    [
        (@"\bDateTime\.(Now|UtcNow|Today)\b", "TimeProvider, so that a test can set the clock"),
        (@"\bDateTimeOffset\.(Now|UtcNow)\b", "TimeProvider, so that a test can set the clock"),
        (@"\bRandom\.Shared\b", "the seeded generator, so that a run can be repeated"),
        (@"\bnew (System\.)?Random\(", "the seeded generator: System.Random may change between versions of .NET"),
        (@"\bGuid\.NewGuid\b(?!\(\):N\})", "a name made from what it names, so that a run can be repeated; in the name of a temporary file {Guid.NewGuid():N} may stand"),
        (@"\b(Thread\.Sleep)\b", "await Task.Delay with a cancellation token"),
        (@"#pragma warning disable (CS1591|nullable)", "a documentation comment, or a type that may be null"),
    ];

    [Fact]
    public void No_source_file_is_longer_than_a_person_can_hold_in_mind()
    {
        string[] tooLong = [.. from path in Repository.Files("src", ".cs").Concat(Repository.Files("native", ".c", ".cpp", ".h"))
                               let lines = Repository.ReadLines(path).Length
                               where lines > LongestFile
                               select $"{path} has {lines} lines"];
        Assert.True(tooLong.Length == 0, $"{string.Join("; ", tooLong)}. The limit is {LongestFile}: a file has one subject.");
    }

    [Fact]
    public void Clocks_and_chance_are_handed_in()
    {
        string[] found = [.. from path in Repository.Files("src", ".cs")
                             from line in Repository.ReadLines(path).Select((text, index) => (Text: WithoutComment(text), Number: index + 1))
                             from banned in Banned
                             where Regex.IsMatch(line.Text, banned.Pattern)
                             select $"{path}:{line.Number}: {line.Text.Trim()} (use {banned.Instead})"];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Only_programs_write_to_the_console()
    {
        string[] found = [.. from path in Repository.Files("src", ".cs")
                             where !path.StartsWith("src/Lucarne.Cli/", StringComparison.Ordinal) && path != "src/Lucarne.Server/Program.cs"
                             from line in Repository.ReadLines(path).Select((text, index) => (Text: WithoutComment(text), Number: index + 1))
                             where Regex.IsMatch(line.Text, @"(?<![\w.])(System\.)?Console\.")
                             select $"{path}:{line.Number}: {line.Text.Trim()}"];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Nothing_static_changes()
    {
        string[] found = [.. CompiledProject.All().SelectMany(project => project.MutableStatics)];
        Assert.True(found.Length == 0, $"{string.Join(", ", found)}: make it readonly, or a field of an object that is handed in.");
    }

    private static string WithoutComment(string line) => Regex.Replace(line, @"(^|\s)//.*$", "");
}
