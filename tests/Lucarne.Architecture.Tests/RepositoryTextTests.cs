using System.Text;
using System.Text.RegularExpressions;

namespace Lucarne.Architecture.Tests;

/// <summary>Rules that hold for every text file of the checkout.</summary>
public sealed partial class RepositoryTextTests
{
    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine()
    {
        string[] found = [.. from path in Repository.TrackedFiles()
                             let text = TextOf(path)
                             where text is not null
                             from line in text.Split('\n').Select((content, index) => (Content: content, Number: index + 1))
                             let match = MachinePath().Match(line.Content)
                             where match.Success
                             select $"{path}:{line.Number}: {match.Value}"];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        string[] broken = [.. from path in Repository.TrackedFiles()
                              where Path.GetExtension(path) == ".md"
                              from Match link in DocumentLink().Matches(Comment().Replace(Repository.Read(path), ""))
                              let target = link.Groups["target"].Value
                              where !target.Contains(':', StringComparison.Ordinal)
                              let file = Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, target)
                              where !Path.Exists(file)
                              select $"{path} links to {target}"];
        Assert.True(broken.Length == 0, string.Join("; ", broken));
    }

    [Fact]
    public void The_rule_against_machine_paths_knows_one_when_it_sees_it()
    {
        // Written in two pieces, for this file is read too.
        Assert.Matches(MachinePath(), "see /" + "home/anna/pictures");
        Assert.Matches(MachinePath(), "\"/" + "root/.nuget\"");
        Assert.DoesNotMatch(MachinePath(), "https://example.org/" + "home/page");
    }

    // Nothing for a file with a zero byte: it is no text.
    private static string? TextOf(string path)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Repository.Root, path));
        return bytes.AsSpan().Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes);
    }

    [GeneratedRegex(@"(?<![\w.~/-])/(root|home|work|Users)/\S*")]
    private static partial Regex MachinePath();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)\s]*)?\)")]
    private static partial Regex DocumentLink();
}
