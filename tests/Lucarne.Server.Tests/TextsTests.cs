using System.Text.RegularExpressions;

namespace Lucarne.Server.Tests;

/// <summary>What a person reads exists in both languages.</summary>
public sealed partial class TextsTests
{
    private static readonly string Source = Path.Combine(Checkout.Root, "src", "Lucarne.Server");

    [Fact]
    public void Every_text_exists_in_both_languages_with_the_same_places_for_values()
    {
        foreach (var (key, text) in new Texts().All)
        {
            Assert.Equal(["en", "fr"], text.Keys.Order());
            Assert.All(text.Values, Assert.NotEmpty);
            Assert.True(Places().Matches(text["en"]).Select(match => match.Value).Order().SequenceEqual(Places().Matches(text["fr"]).Select(match => match.Value).Order()), key);
        }
    }

    [Fact]
    public void Every_text_that_a_page_names_is_there()
    {
        var texts = new Texts().All;
        var named = Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".razor" or ".cs")
            .SelectMany(file => Named().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.True(named.Count > 60);
        Assert.All(named, key => Assert.True(key.EndsWith('.') ? texts.Keys.Any(known => known.StartsWith(key, StringComparison.Ordinal)) : texts.ContainsKey(key), key));
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Places();

    [GeneratedRegex(@"\b(?:T|Say)\(""([a-zA-Z0-9_.-]+)""")]
    private static partial Regex Named();
}
