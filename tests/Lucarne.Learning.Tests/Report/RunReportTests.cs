using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Sections;

namespace Lucarne.Learning.Tests.Report;

public sealed partial class RunReportTests : IDisposable
{
    private readonly string _run = ExampleRun.Write(Directory.CreateTempSubdirectory("lucarne-report").FullName);

    public void Dispose() => Directory.Delete(_run, recursive: true);

    private string Page() => File.ReadAllText(RunReport.Write(_run));

    [Fact]
    public void The_notice_the_headline_and_every_chapter_stand_in_both_languages()
    {
        var page = Page();
        Assert.Contains("A help to the doctor, never a diagnosis.", page, StringComparison.Ordinal);
        Assert.Contains("Une aide au médecin, jamais un diagnostic.", page, StringComparison.Ordinal);
        var metrics = ClassificationMetrics.Read(Path.Combine(_run, "metrics.json"));
        Assert.Contains(Numbers.Percent(metrics.Accuracy, Language.English), page, StringComparison.Ordinal);
        Assert.Contains(PageWriter.Escape(Numbers.Percent(metrics.Accuracy, Language.French)), page, StringComparison.Ordinal);
        foreach (var chapter in new[] { "headline", "data", "preparation", "training", "evaluation", "mistakes", "limits", "reproduction" })
            Assert.Contains($"<section id=\"{chapter}\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"missing\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_languages_hold_the_same_number_of_texts() =>
        Assert.Equal(Regex.Count(Page(), "lang=\"en\"") - 1, Regex.Count(Page(), "lang=\"fr\""));

    [Fact]
    public void The_page_asks_for_nothing_outside_itself_and_lets_only_its_own_script_run()
    {
        ExampleRun.WriteSheets(_run);
        RunFigures.Write(_run);
        var page = Page();
        Assert.DoesNotMatch(OutsideAddress(), page);
        var script = OwnScript().Match(page).Groups[1].Value;
        Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", page, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(page, "src=\"data:image/jpeg;base64,"));
        var identifiers = Regex.Matches(page, "\\sid=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(identifiers.Distinct().Count(), identifiers.Count);
    }

    [Theory]
    [InlineData("neighbours in number, then near copies", true)]
    [InlineData("near copies", true)]
    [InlineData("groups.csv, then near copies", false)]
    [InlineData("the recipe's group_pattern, then near copies", false)]
    public void Groups_that_rest_on_likeness_alone_are_a_limit_and_those_that_were_stated_are_not(string source, bool isLimit)
    {
        var file = Path.Combine(_run, "fingerprint.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("neighbours in number, then near copies", source.Replace("'", "\\u0027", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal(isLimit, Page().Contains("Patients are not named in the data", StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_and_what_is_wrong_with_a_file_are_told_in_the_readers_language()
    {
        var page = System.Net.WebUtility.HtmlDecode(Page());
        Assert.Contains("<span lang=\"en\">imagenet weights for resnet18 were not found; the network started from scratch</span><span lang=\"fr\">les poids imagenet de resnet18 n'ont pas été trouvés ; le réseau est parti de zéro</span>", page, StringComparison.Ordinal);
        Assert.Contains("<li>a note of an older version</li>", page, StringComparison.Ordinal);
        Assert.Contains("<span lang=\"en\">the picture ends after 41 of 256 rows</span><span lang=\"fr\">Le fichier est tronqué", page, StringComparison.Ordinal);
    }

    [Fact]
    public void File_names_are_shown_below_the_data_root_and_are_escaped()
    {
        var page = Page();
        Assert.DoesNotContain("/data/hospital", page, StringComparison.Ordinal);
        Assert.DoesNotContain(_run, page, StringComparison.Ordinal);
        Assert.Contains("tumor/notes &lt;draft&gt;.jpg", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics.json")]
    [InlineData("history.csv")]
    [InlineData("predictions.csv")]
    [InlineData("fingerprint.json")]
    [InlineData("split.json")]
    [InlineData("recipe.yaml")]
    [InlineData("run.json")]
    public void A_missing_or_broken_file_costs_its_part_and_is_said(string file)
    {
        File.Delete(Path.Combine(_run, file));
        Assert.Contains($"the run folder has no {file}", Page(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_run, file), "{ broken: [");
        var page = Page();
        Assert.Contains($"{file} could not be read", page, StringComparison.Ordinal);
        Assert.Contains("</html>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Odd_fields_cost_their_own_line_and_not_the_page()
    {
        File.WriteAllText(Path.Combine(_run, "fingerprint.json"),
            """{"files":"many","classes":[1,2],"pictures":{"a":1},"defects":[{"fault":3},7],"conflicts":"none","imbalance":null,"exact_duplicates":[["a","b"],3]}""");
        File.WriteAllText(Path.Combine(_run, "run.json"), """{"network":"resnet18","seconds":4,"started":"yesterday","notes":[1]}""");
        Assert.Contains("2 sets of exact copies", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_run_folder_still_gives_a_page_and_no_folder_gives_one_sentence()
    {
        var empty = Directory.CreateTempSubdirectory("lucarne-empty").FullName;
        Assert.Equal(Path.Combine(empty, "report.html"), RunReport.Write(empty));
        Assert.Contains("is not a folder", Assert.Throws<ReportException>(() => RunReport.Write(Path.Combine(empty, "none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_groups_come_from_is_said_in_both_languages_or_else_in_the_words_of_the_file()
    {
        Assert.Contains("numéros voisins qui se ressemblent, quasi-copies", System.Net.WebUtility.HtmlDecode(Page()), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_run, "fingerprint.json"), """{"groups":{"source":"DICOM PatientID","count":7,"largest":3}}""");
        Assert.Contains("(DICOM PatientID)", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_from_scratch_or_names_the_weights()
    {
        Assert.Contains("<strong>from scratch</strong>: the recipe asks for imagenet weights", Page(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_run, "run.json"), """{"network":{"name":"resnet18","parameters":5,"weights":"resnet18_imagenet.safetensors"}}""");
        Assert.Contains("weights learned elsewhere: <strong>resnet18_imagenet.safetensors</strong>", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_that_are_all_right_get_an_interval_of_Wilson_and_not_one_of_no_width()
    {
        Prediction[] right = [.. Enumerable.Range(0, 20).Select(i => new Prediction($"{i}", i % 2, i % 2 == 0 ? [0.9, 0.1] : [0.2, 0.8]))];
        var interval = HeadlineSection.PlausibleInterval(ClassificationMetrics.Compute(["a", "b"], right, seed: 1));
        // Wilson with 20 of 20 right: lower end n / (n + z²) = 20 / 23.8415 = 0.83888.
        Assert.Equal(20 / (20 + (1.959963984540054 * 1.959963984540054)), interval.Low, 1e-12);
        Assert.Equal(1, interval.High, 1e-12);
    }

    [Fact]
    public void Every_text_is_there_in_both_languages_with_the_same_places_for_values()
    {
        var texts = new Texts();
        foreach (var key in texts.Keys)
        {
            var (english, french) = (texts.Of(Language.English, key), texts.Of(Language.French, key));
            Assert.NotEmpty(english);
            string[] Places(string text) => [.. Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Distinct().Order()];
            Assert.True(Places(english).SequenceEqual(Places(french)), key);
            Assert.True(Regex.Count(english, "<") == Regex.Count(french, "<"), key);
        }
    }

    [Fact]
    public void Numbers_are_written_as_each_language_writes_them()
    {
        Assert.Equal("91.4%", Numbers.Percent(0.914, Language.English));
        Assert.Equal("91,4\u202f%", Numbers.Percent(0.914, Language.French));
        Assert.Equal("11,178,564", Numbers.Whole(11_178_564, Language.English));
        Assert.Equal("11\u202f178\u202f564", Numbers.Whole(11_178_564, Language.French));
        Assert.Equal("5\u202fmin 31\u202fs", Numbers.Duration(331, Language.English));
        Assert.Equal("1er mars 2026", Dates.Day(new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), Language.French));
    }

    [GeneratedRegex("(src|href)=\"(?!#|data:)|url\\((?!#)|@import", RegexOptions.IgnoreCase)]
    private static partial Regex OutsideAddress();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex OwnScript();
}
