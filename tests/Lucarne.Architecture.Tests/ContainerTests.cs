using System.Text.RegularExpressions;

namespace Lucarne.Architecture.Tests;

/// <summary>The container is built by the launcher, and what its files name is there.</summary>
public sealed class ContainerTests
{
    [Fact]
    public void The_image_installs_and_builds_through_the_launcher_alone()
    {
        var lines = Repository.ReadLines("Containerfile");
        Assert.Contains("RUN ./lucarne --version", lines);
        // A list of packages here would be a second one, and age.
        Assert.DoesNotContain(lines, line => line.Contains("apt", StringComparison.Ordinal) || line.Contains("dotnet build", StringComparison.Ordinal));
        // The SDK is Microsoft's, the system the one that README names and whose packages the launcher knows.
        Assert.Equal(["FROM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk", "FROM docker.io/library/debian:12"], lines.Where(line => line.StartsWith("FROM", StringComparison.Ordinal)));
    }

    [Fact]
    public void Commands_options_and_roles_are_those_of_the_program()
    {
        var serve = Repository.Read("src/Lucarne.Cli/Commands/Serving/ServeCommand.cs");
        var roles = Regex.Matches(Repository.Read("src/Lucarne.Server/Hosting/ServerOptions.cs"), @"^    (All|Web|Worker),", RegexOptions.Multiline).Select(match => match.Groups[1].Value.ToLowerInvariant()).ToList();
        Assert.Equal(3, roles.Count);
        var commands = Regex.Matches(Repository.Read("Containerfile") + Repository.Read("compose.yaml"), @"(?:CMD|command:) \[(?<words>[^\]]*)\]").Select(match => Regex.Matches(match.Groups["words"].Value, "\"([^\"]+)\"").Select(word => word.Groups[1].Value).ToList()).ToList();
        Assert.Equal(3, commands.Count);
        foreach (var words in commands)
        {
            Assert.Equal("serve", words[0]);
            Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains($"(\"{option}\")", serve, StringComparison.Ordinal));
            if (words.IndexOf("--role") is var place and > 0) Assert.Contains(words[place + 1], roles);
        }
    }

    [Fact]
    public void The_port_is_one_and_the_database_is_named_where_others_on_the_machine_cannot_read_it()
    {
        var (image, compose) = (Repository.Read("Containerfile"), Repository.Read("compose.yaml"));
        Assert.Contains("EXPOSE 8080", image, StringComparison.Ordinal);
        Assert.Contains("http://*:8080", image, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:8080:8080", compose, StringComparison.Ordinal);
        Assert.Contains("\"LUCARNE_DATABASE\"", Repository.Read("src/Lucarne.Server/Working/WorkerProcess.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("--database", compose, StringComparison.Ordinal);
        Assert.Contains("LUCARNE_HOME=/var/lib/lucarne", image, StringComparison.Ordinal);
        Assert.Contains("kept:/var/lib/lucarne", compose, StringComparison.Ordinal);
    }
}
