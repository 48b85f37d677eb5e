using System.Text.Json;

namespace Lucarne.EndToEnd;

/// <summary>What is found out about pictures: with a run, and before there is one.</summary>
[Collection(OneWorkplace.Name)]
public sealed class ProfileTests(Workplace place)
{
    [Fact]
    public void Training_leaves_features_an_exploration_and_profiles()
    {
        place.Training.Done();
        foreach (var file in new[] { "features.csv", "features.json", "exploration.json", "exploration.csv" }) Assert.True(File.Exists(Path.Combine(place.Run, file)), file);
        var report = File.ReadAllText(Path.Combine(place.Run, "report.html"));
        foreach (var section in new[] { "exploration", "features" })
        {
            Assert.Contains($"<section id=\"{section}\">", report, StringComparison.Ordinal);
            Assert.Contains($"<a href=\"#{section}\">", report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cluster_writes_profiles_and_keeps_the_names_that_people_give_them()
    {
        var into = place.In("profiles");
        var ending = place.Lucarne.Run("cluster", place.Run, "--data", place.Data, "-k", "3", "--out", into, "--device", "cpu").Done();
        Assert.Contains("never a diagnosis", ending.Out, StringComparison.Ordinal);
        using (var facts = JsonDocument.Parse(File.ReadAllText(Path.Combine(into, "profiles.json"))))
            Assert.Equal(3, facts.RootElement.GetProperty("profiles").GetArrayLength());
        foreach (var file in new[] { "assignments.csv", "profiles.safetensors", "profiles.html", Path.Combine("figures", "profiles.png") }) Assert.True(File.Exists(Path.Combine(into, file)), file);

        var names = Path.Combine(into, "profiles.yaml");
        File.WriteAllText(names, File.ReadAllText(names).Replace("Visual profile A", "Round and dark", StringComparison.Ordinal));
        Assert.Contains("Round and dark", place.Lucarne.Run("cluster", place.Run, "-k", "3", "--out", into, "--device", "cpu").Done().Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("many", 2)]
    [InlineData("500", 1)]
    public void A_number_of_profiles_that_makes_no_sense_is_refused_in_one_line(string number, int code)
    {
        var ending = place.Lucarne.Run("cluster", place.Run, "-k", number, "--out", place.In("none"), "--device", "cpu");
        Assert.Equal(code, ending.Code);
        Assert.Single(ending.Sentences);
    }

    [Fact]
    public void Check_writes_a_page_with_a_test_for_shortcuts()
    {
        var into = place.In("checked");
        var ending = place.Lucarne.Run("check", "kidney-phantom", "--data", place.Data, "--out", into).Done();
        Assert.Contains("shortcut?    border and corners alone", ending.Out, StringComparison.Ordinal);
        Assert.Contains("id=\"exploration\"", File.ReadAllText(Path.Combine(into, "check.html")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(into, "fingerprint.json")));
    }
}
