using System.Text.RegularExpressions;

namespace Lucarne.Architecture.Tests;

/// <summary>What is shared has a name of its own: words that say nothing collect everything.</summary>
public sealed partial class NameTests
{
    private static readonly HashSet<string> EmptyWords =
        ["Core", "Common", "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Managers"];

    [Fact]
    public void No_folder_or_file_has_a_name_that_says_nothing()
    {
        string[] wrong = [.. from folder in new[] { "src", "tests", "native", "web", "bench" }
                             from path in Repository.Files(folder)
                             where path.Split('/').Any(SaysNothing)
                             select path];
        Assert.True(wrong.Length == 0, $"{string.Join(", ", wrong)}: name the subject instead of {string.Join(", ", EmptyWords)}.");
    }

    [Fact]
    public void No_namespace_or_type_has_a_name_that_says_nothing()
    {
        string[] wrong = [.. CompiledProject.All().SelectMany(project => project.Types).Where(type => type.Split('.').Any(SaysNothing))];
        Assert.True(wrong.Length == 0, $"{string.Join(", ", wrong)}: name the subject instead of {string.Join(", ", EmptyWords)}.");
    }

    [Theory]
    [InlineData("TensorHelpers.cs", true)]
    [InlineData("PictureManager", true)]
    [InlineData("Score", false)]
    [InlineData("CommonalityTests", false)]
    public void A_name_is_judged_by_its_whole_words(string name, bool saysNothing) => Assert.Equal(saysNothing, SaysNothing(name));

    private static bool SaysNothing(string name) => Words().Matches(name).Any(word => EmptyWords.Contains(word.Value));

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Words();
}
