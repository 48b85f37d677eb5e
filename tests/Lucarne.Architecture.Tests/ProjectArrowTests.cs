using System.Xml.Linq;

namespace Lucarne.Architecture.Tests;

/// <summary>Who may know whom: downwards only, and Torch and Imaging know nobody.</summary>
public sealed class ProjectArrowTests
{
    // Each project and those directly below it. It may also know whatever those may know.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Lucarne.Cli"] = ["Lucarne.Server"],
        ["Lucarne.Server"] = ["Lucarne.Clinic"],
        ["Lucarne.Clinic"] = ["Lucarne.Insight"],
        ["Lucarne.Insight"] = ["Lucarne.Learning"],
        ["Lucarne.Learning"] = ["Lucarne.Networks", "Lucarne.Imaging", "Lucarne.Dicom"],
        ["Lucarne.Dicom"] = ["Lucarne.Imaging"],
        ["Lucarne.Networks"] = ["Lucarne.Torch"],
        ["Lucarne.Torch"] = [],
        ["Lucarne.Imaging"] = [],
    };

    [Fact]
    public void Every_project_has_its_place_in_the_house()
    {
        string[] homeless = [.. Projects("src").Select(Path.GetFileNameWithoutExtension).Where(name => !Below.ContainsKey(name!))!];
        Assert.True(homeless.Length == 0, $"{string.Join(", ", homeless)}: say in ProjectArrowTests which projects lie below it.");
    }

    [Fact]
    public void Project_files_refer_downwards_only()
    {
        string[] wrong = [.. from path in Projects("src")
                             let name = Path.GetFileNameWithoutExtension(path)
                             from reference in References(path)
                             where !MayKnow(name, reference)
                             select $"{name} refers to {reference}"];
        Assert.True(wrong.Length == 0, string.Join("; ", wrong) + ". Arrows go downwards only.");
    }

    [Fact]
    public void Compiled_code_calls_downwards_only()
    {
        string[] wrong = [.. from project in CompiledProject.All()
                             from reference in project.References
                             where Below.ContainsKey(reference) && !MayKnow(project.Name, reference)
                             select $"{project.Name} calls {reference}"];
        Assert.True(wrong.Length == 0, string.Join("; ", wrong) + ". Arrows go downwards only.");
    }

    [Fact]
    public void Every_project_has_a_test_project_and_the_solution_names_both()
    {
        string solution = Repository.Read("Lucarne.slnx");
        foreach (string path in Projects("src"))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            string tests = $"tests/{name}.Tests/{name}.Tests.csproj";
            Assert.True(File.Exists(Path.Combine(Repository.Root, tests)), $"{name} has no test project {tests}.");
        }
        foreach (string path in Projects("src").Concat(Projects("tests")))
            Assert.True(solution.Contains($"\"{path}\"", StringComparison.Ordinal), $"Lucarne.slnx does not name {path}, so nothing builds or tests it.");
    }

    [Fact]
    public void No_project_silences_the_compiler()
    {
        string[] wrong = [.. Projects("src").Where(path => XDocument.Parse(Repository.Read(path)).Descendants()
            .Any(element => element.Name.LocalName is "NoWarn" or "TreatWarningsAsErrors" or "Nullable"))];
        Assert.True(wrong.Length == 0, $"{string.Join(", ", wrong)}: warnings are set once, in Directory.Build.props.");
    }

    private static IEnumerable<string> Projects(string folder) => Repository.Files(folder, ".csproj");

    private static IEnumerable<string> References(string project) => XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
        .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/')));

    private static bool MayKnow(string project, string other) =>
        Below.TryGetValue(project, out string[]? below) && below.Any(next => next == other || MayKnow(next, other));
}
