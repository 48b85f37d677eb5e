using System.Text.Json;
using System.Xml.Linq;
using Lucarne.Imaging;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Learning.Tests.Report;

public sealed class RunFiguresTests : IDisposable
{
    private static readonly string[] Charts =
        ["class-distribution", "training-curves", "learning-rate", "confusion-matrix", "roc", "precision-recall", "calibration"];

    private readonly string _run = ExampleRun.Write(Directory.CreateTempSubdirectory("lucarne-figures").FullName);

    public void Dispose() => Directory.Delete(_run, recursive: true);

    [SkippableFact]
    public void Every_chart_of_a_full_run_is_drawn_in_both_languages_as_SVG_and_PNG()
    {
        var outcome = RunFigures.Write(_run);
        Skip.If(outcome.Warning?.Contains("npm ci", StringComparison.Ordinal) == true || outcome.Warning?.Contains("install Node", StringComparison.Ordinal) == true, outcome.Warning);
        Assert.Null(outcome.Warning);
        foreach (var name in Charts.SelectMany(c => new[] { c, c + ".fr" }))
        {
            var svg = XDocument.Load(Path.Combine(_run, "figures", name + ".svg"));
            Assert.Equal("svg", svg.Root!.Name.LocalName);
            var width = double.Parse(svg.Root.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture);
            // Twice the size on the page: 192 pixels an inch.
            Assert.InRange(PictureReader.Read(Path.Combine(_run, "figures", name + ".png")).Width, (2 * width) - 2, (2 * width) + 2);
        }
        var confusion = File.ReadAllText(Path.Combine(_run, "figures", "confusion-matrix.fr.svg"));
        Assert.Contains("Matrice de confusion", confusion, StringComparison.Ordinal);
        Assert.Contains("Tumeur", confusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Node_the_specifications_are_written_and_a_sentence_says_what_is_missing()
    {
        var web = Directory.CreateTempSubdirectory("lucarne-web").FullName;
        Directory.CreateDirectory(Path.Combine(web, "charts"));
        File.WriteAllText(Path.Combine(web, "charts", "render.mjs"), "");
        var outcome = RunFigures.Write(_run, new ChartRenderer("no-such-node", web), default);
        Assert.Contains("npm ci", outcome.Warning, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(web, "node_modules", "vega-lite"));
        outcome = RunFigures.Write(_run, new ChartRenderer("no-such-node", web), default);
        Assert.Contains("'no-such-node' could not be started", outcome.Warning, StringComparison.Ordinal);
        Assert.Equal(2 * Charts.Length, outcome.Written.Count);
        Assert.All(outcome.Written, file => Assert.EndsWith(".vl.json", file, StringComparison.Ordinal));

        outcome = RunFigures.Write(_run, new ChartRenderer("no-such-node", "/no/such/web"), default);
        Assert.Contains("LUCARNE_WEB", outcome.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_that_is_drawn_anew_leaves_no_older_picture_beside_a_newer_specification()
    {
        var stale = Path.Combine(_run, "figures", "roc.svg");
        File.WriteAllText(stale, "<svg/>");
        RunFigures.Write(_run, new ChartRenderer("no-such-node", "/no/such/web"), default);
        Assert.False(File.Exists(stale));
    }

    [Fact]
    public void A_run_with_a_history_alone_gets_the_charts_of_its_history()
    {
        foreach (var file in new[] { "split.json", "metrics.json", "predictions.csv", "run.json", "recipe.yaml", "fingerprint.json" })
            File.Delete(Path.Combine(_run, file));
        var outcome = RunFigures.Write(_run, new ChartRenderer("no-such-node", "/no/such/web"), default);
        Assert.Equal(["figures/training-curves.vl.json", "figures/training-curves.fr.vl.json", "figures/learning-rate.vl.json", "figures/learning-rate.fr.vl.json"], outcome.Written);
    }

    [Fact]
    public void Charts_hold_their_data_and_refer_to_nothing_outside()
    {
        RunFigures.Write(_run, new ChartRenderer("no-such-node", "/no/such/web"), default);
        foreach (var path in Directory.GetFiles(Path.Combine(_run, "figures"), "*.vl.json"))
        {
            var specification = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
            Assert.Equal("https://vega.github.io/schema/vega-lite/v5.json", specification.GetProperty("$schema").GetString());
            Assert.DoesNotContain("\"url\"", specification.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Thinning_a_curve_keeps_its_corners_and_its_ends() =>
        Assert.Equal([(0, 0), (0, 0.5), (0.3, 0.5), (0.3, 1), (1, 1)],
            CurvePoints.Corners([(0, 0), (0, 0.2), (0, 0.5), (0.1, 0.5), (0.3, 0.5), (0.3, 1), (0.6, 1), (1, 1)]));
}
