using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lucarne.Architecture.Tests;

/// <summary>Each thing the house stands on is written down, with why it was chosen and what would replace it.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Every_package_has_its_line_in_the_list_of_dependencies()
    {
        string[] missing = [.. NuGetPackages().Concat(NodePackages()).Concat(SystemPackages()).Distinct().Where(name => !IsListed(name))];
        Assert.True(missing.Length == 0, $"docs/dependencies.md has no row for {string.Join(", ", missing)}.");
    }

    [Fact]
    public void The_lists_that_are_compared_are_not_empty()
    {
        Assert.Contains("YamlDotNet", NuGetPackages());
        Assert.Contains("libvips-dev", SystemPackages());
        Assert.Contains("python3-torch", SystemPackages());
    }

    [Fact]
    public void Versions_are_exact_and_stand_in_one_place()
    {
        Assert.All(Versions(), version => Assert.Matches(@"^\d+(\.\d+)+(-[\w.]+)?$", version));
        Assert.All(Repository.Files(".", ".csproj"), path => Assert.DoesNotContain("Version=", Repository.Read(path), StringComparison.Ordinal));
    }

    private static bool IsListed(string name) =>
        Repository.ReadLines("docs/dependencies.md").Any(line => line.StartsWith('|') && line.Split('|')[1].Contains($"`{name}`", StringComparison.Ordinal));

    private static IEnumerable<XElement> PackageVersions() =>
        XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion");

    private static IEnumerable<string> NuGetPackages() => PackageVersions().Select(element => element.Attribute("Include")!.Value);

    private static IEnumerable<string> Versions() => PackageVersions().Select(element => element.Attribute("Version")!.Value);

    private static IEnumerable<string> NodePackages()
    {
        if (!File.Exists(Path.Combine(Repository.Root, "web", "package.json"))) return [];
        using var document = JsonDocument.Parse(Repository.Read("web/package.json"));
        return [.. from section in new[] { "dependencies", "devDependencies" }
                   where document.RootElement.TryGetProperty(section, out _)
                   from package in document.RootElement.GetProperty(section).EnumerateObject()
                   select package.Name];
    }

    private static IEnumerable<string> SystemPackages()
    {
        string launcher = Repository.Read("launcher/packages.sh");
        var needed = Regex.Matches(launcher, @"^(?:.*echo ')?(?<name>[a-z][\w.+-]*) (?:command|package)\b", RegexOptions.Multiline);
        var oracles = Regex.Match(launcher, "^oracle_packages='(?<names>[^']*)'", RegexOptions.Multiline).Groups["names"].Value;
        return [.. needed.Select(match => match.Groups["name"].Value), .. oracles.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}
