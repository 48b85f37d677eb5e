using Lucarne.Insight.Explanation;
using Lucarne.Learning.Predict;
using Lucarne.Torch;

namespace Lucarne.Insight.Tests.Explanation;

/// <summary>Heat maps, and the page that shows them.</summary>
[Collection("phantom run")]
public sealed class ExplanationFolderTests(PhantomRun phantom)
{
    [Fact]
    public void A_heat_map_has_the_pictures_own_size_and_explains_the_class_that_is_read()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var file = phantom.NewPictures()[1];
        var bytes = File.ReadAllBytes(file);
        var map = reader.Explain(bytes, file);
        Assert.Equal(reader.Read(file).PredictedClass, map.Class);
        Assert.Equal(map.Picture.Width * map.Picture.Height, map.Values.Length);
        Assert.Equal((map.Picture.Width, map.Picture.Height, 3), (map.Overlay().Width, map.Overlay().Height, map.Overlay().Channels));
        Assert.Equal("stone", reader.Explain(bytes, file, "Stone").Class);
        Assert.Contains("normal, cyst, tumor, stone", Assert.Throws<PredictException>(() => reader.Explain(bytes, file, "lung")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explained_folder_has_a_page_in_both_languages_that_needs_nothing_else()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var folder = phantom.NewFolder();
        var explanations = new ExplanationFolder(folder);
        var picture = phantom.NewPictures().First(file => reader.Read(file).Decision != Decision.NotForThisModel);
        var explained = Assert.Single(explanations.Add(reader, [picture], new ExplanationRequest { ClassName = "cyst" })).Explained!;
        var again = Assert.Single(explanations.Add(reader, [picture], new ExplanationRequest { ClassName = "cyst", Method = ExplanationMethod.Occlusion })).Explained!;
        explanations.Finish();
        Assert.NotEqual(explained.HeatMapFile, again.HeatMapFile);
        Assert.All([explained.HeatMapFile!, explained.NeighboursFile!, again.HeatMapFile!], file => Assert.True(File.Exists(Path.Combine(folder, file))));
        var page = File.ReadAllText(explanations.Page);
        Assert.Contains("never a diagnosis", page, StringComparison.Ordinal);
        Assert.Contains("jamais un diagnostic", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Explaining_says_of_a_picture_what_reading_it_says_and_names_the_broken_ones_among_others()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var folder = Directory.CreateDirectory(phantom.NewFolder()).FullName;
        var broken = Path.Combine(folder, "broken.png");
        File.WriteAllText(broken, "no picture");
        string[] files = [phantom.NewPictures()[0], broken, .. phantom.NewPictures().Skip(1)];
        var explained = new ExplanationFolder(folder).Add(reader, files).ToList();
        Assert.Equal(files.Length, explained.Count);
        Assert.Contains("broken.png", explained[1].Refusal!, StringComparison.Ordinal);
        foreach (var (one, read) in explained.Zip(reader.Read(files)))
        {
            Assert.Equal(read.Refusal, one.Refusal);
            if (read.Reading is not { } reading) continue;
            Assert.Equal(reading.File, one.Explained!.Reading.File);
            Assert.Equal(reading.Decision, one.Explained.Reading.Decision);
            Assert.Equal(reading.Confidence, one.Explained.Reading.Confidence, 1e-6);
            Assert.Equal(reading.Decision == Decision.NotForThisModel ? null : reading.PredictedClass, one.Explained.Class);
        }
    }

    [Fact]
    public void The_page_says_what_the_rules_recommend_and_what_that_rests_on()
    {
        var run = phantom.Copy();
        var rules = """
            recommendations:
              - id: follow-up
                when: {}
                urgency: soon
                within_days: 3
                actions: [{ en: "A person reads it.", fr: "Une personne la lit." }]
                source: { en: "This test.", fr: "Ce test." }
            """;
        File.WriteAllText(run.Recipe, string.Join('\n', File.ReadAllLines(run.Recipe).Where(line => !line.StartsWith("recommendations", StringComparison.Ordinal))) + "\n" + rules + "\n");
        using var reader = Reader.Load(run.Path, Device.Cpu);
        var explanations = new ExplanationFolder(phantom.NewFolder());
        var explained = Assert.Single(explanations.Add(reader, [phantom.NewPictures()[0]])).Explained!;
        explanations.Finish();
        Assert.Equal("follow-up", explained.Recommendation!.Rule.Id);
        var page = System.Net.WebUtility.HtmlDecode(File.ReadAllText(explanations.Page));
        Assert.Contains("Recommended (soon, within 3 days): A person reads it.", page, StringComparison.Ordinal);
        Assert.Contains("Recommandé (urgence rapprochée, sous 3 jours)\u202f: Une personne la lit.", page, StringComparison.Ordinal);
        Assert.Contains("Rule 'follow-up'.", page, StringComparison.Ordinal);
        Assert.Contains("Source\u202f: Ce test.", page, StringComparison.Ordinal);
    }
}
