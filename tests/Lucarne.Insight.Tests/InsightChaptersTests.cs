using Lucarne.Learning.Report;

namespace Lucarne.Insight.Tests;

public sealed class InsightChaptersTests
{
    [Fact]
    public void No_two_chapters_give_one_sentence_two_meanings()
    {
        string[] keys = [.. new Texts().Keys, .. InsightChapters.All().SelectMany(Keys)];
        Assert.Equal(keys.Distinct(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void Every_sentence_of_a_chapter_is_there_in_both_languages()
    {
        var texts = new Texts(InsightChapters.All());
        Assert.All(texts.Keys, key => Assert.All(Languages.All, language => Assert.NotEmpty(texts.Of(language, key))));
    }

    private static IEnumerable<string> Keys(RunChapter chapter)
    {
        using var stream = chapter.OpenTexts();
        if (stream is null) return [];
        return [.. System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object>>(stream)!.Keys];
    }
}
