using System.Globalization;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Report.Sections;

/// <summary>The one figure to remember, its interval in plain words, and the few that stand beside it.</summary>
internal static class HeadlineSection
{
    public static void Write(PageWriter page, RunContents run) => page.Section("headline", () =>
    {
        if (page.SaysMissing(run, "metrics.json") || run.Metrics is not { } metrics) return;
        var interval = PlausibleInterval(metrics);
        page.Raw("<div class=\"hero\"><div class=\"figure\">");
        page.Raw($"<span class=\"big\">{PageWriter.Plain(l => Numbers.Percent(metrics.Accuracy, l))}</span><span class=\"unit\">{page.Text("headline.accuracy")}</span></div><div>");
        var right = (int)Math.Round(metrics.Accuracy * metrics.N);
        page.Paragraph("headline.sentence", l => [Numbers.Whole(right, l), Numbers.Whole(metrics.N, l), Numbers.Percent(interval.Low, l), Numbers.Percent(interval.High, l)], "lead");
        page.Raw(Bar(page, metrics, interval));
        page.Raw("</div></div>");
        page.Paragraph(IntervalNote(metrics), l => [Numbers.Whole(metrics.Bootstrap?.Units ?? metrics.N, l), Numbers.Whole(metrics.Bootstrap?.Resamples ?? 0, l)], "small");
        if (run.WasRefit) page.Paragraph("headline.refit");
        page.Raw("<dl class=\"cards\">");
        Card(page, "balanced", l => Numbers.Percent(metrics.BalancedAccuracy, l));
        if (metrics.Macro.Auc is double auc) Card(page, "auc", l => Numbers.Fixed(auc, 3, l));
        if (metrics.Macro.F1 is double f1) Card(page, "f1", l => Numbers.Fixed(f1, 3, l));
        Card(page, "ece", l => Numbers.Fixed(metrics.Ece, 3, l));
        Card(page, "n", l => Numbers.Whole(metrics.N, l));
        page.Raw("</dl>");
    });

    /// <summary>
    /// The bootstrap's interval, or Wilson's (1927) where every answer is right or every one wrong: drawing such answers
    /// again never shows another figure, and an interval of no width would promise too much.
    /// </summary>
    internal static Interval PlausibleInterval(ClassificationMetrics metrics)
    {
        if (!IsDegenerate(metrics)) return metrics.AccuracyCi95;
        const double z = 1.959963984540054;
        double n = metrics.Bootstrap?.Units ?? metrics.N;
        var p = metrics.Accuracy;
        var centre = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return new(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    private static bool IsDegenerate(ClassificationMetrics metrics) => metrics.AccuracyCi95.Low == metrics.AccuracyCi95.High;

    private static string IntervalNote(ClassificationMetrics metrics) => IsDegenerate(metrics)
        ? "headline.wilson"
        : metrics.Bootstrap switch { { Unit: "group" } => "headline.groups", null => "headline.plain", _ => "headline.pictures" };

    // The interval on a scale from 0 to 100 %, with what always answering the most frequent class would reach.
    private static string Bar(PageWriter page, ClassificationMetrics metrics, Interval interval)
    {
        static string At(double fraction) => (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
        var baseline = (double)metrics.PerClass.Values.Max(c => c.Support) / metrics.N;
        return $"<div class=\"interval\" aria-hidden=\"true\"><div class=\"track\"><i class=\"range\" style=\"left:{At(interval.Low)};width:{At(interval.High - interval.Low)}\"></i>" +
            $"<i class=\"base\" style=\"left:{At(baseline)}\"></i><i class=\"point\" style=\"left:{At(metrics.Accuracy)}\"></i></div>" +
            "<div class=\"scale\"><span>0</span><span>25</span><span>50</span><span>75</span><span>100</span></div></div>" +
            $"<p class=\"small\">{page.Text("headline.baseline", l => [Numbers.Percent(baseline, l)])}</p>";
    }

    private static void Card(PageWriter page, string key, Func<Language, string> value) =>
        page.Raw($"<div><dt>{page.Text($"card.{key}")}</dt><dd>{PageWriter.Plain(value)}</dd><dd class=\"remark\">{page.Text($"card.{key}.note")}</dd></div>");
}
