using System.Text.RegularExpressions;
using Lucarne.Imaging;

namespace Lucarne.Learning.Report;

/// <summary>Puts a run's figures into the page itself: charts as SVG, sheets of pictures as data.</summary>
internal static partial class FigureBlock
{
    // Beyond this a PNG sheet goes in as JPEG, so that the page can still be mailed.
    private const int LargePng = 150_000;

    private static readonly string[] SheetEndings = [".jpg", ".jpeg", ".png", ".webp"];

    /// <summary>The chart in both languages, with a caption from the texts; nothing where it was not drawn.</summary>
    public static void Chart(PageWriter page, RunContents run, string name, bool wide = false)
    {
        if (run.Figure(name, ".svg") is not { } english) return;
        var french = run.Figure(RunFigures.FileName(name, Language.French), ".svg") ?? english;
        page.Raw($"<figure class=\"chart{(wide ? " wide" : "")}\">");
        page.Raw(french == english ? Inline(english, name, name) : $"<div lang=\"en\">{Inline(english, name, name)}</div><div lang=\"fr\">{Inline(french, name, name + "-fr")}</div>");
        page.Raw($"<figcaption id=\"{Caption(name)}\">{page.Text($"figure.{name}")}</figcaption></figure>");
    }

    /// <summary>A sheet of pictures; nothing where there is none.</summary>
    public static void Sheet(PageWriter page, RunContents run, string name)
    {
        if (run.Figure(name, SheetEndings) is not { } english) return;
        var french = run.Figure(RunFigures.FileName(name, Language.French), SheetEndings);
        string Picture(string path, string lang) => $"<img alt=\"{PageWriter.Escape(name)}\"{lang} src=\"{DataAddress(path)}\">";
        page.Raw("<figure class=\"sheet\">");
        page.Raw(french is null ? Picture(english, "") : Picture(english, " lang=\"en\"") + Picture(french, " lang=\"fr\""));
        page.Raw($"<figcaption>{page.Text($"figure.{name}")}</figcaption></figure>");
    }

    // Identifiers are per document in a page, and every chart numbers its own from zero.
    internal static string Inline(string path, string name, string prefix)
    {
        var svg = File.ReadAllText(path);
        svg = svg[Math.Max(0, svg.IndexOf("<svg", StringComparison.Ordinal))..];
        svg = Identifier().Replace(svg, $" id=\"{prefix}-$1\"");
        // Vega makes a thing to be read aloud of every mark; to whoever listens a chart is one picture, which its caption names.
        svg = Spoken().Replace(svg, "").Replace("<svg", $"<svg role=\"img\" aria-labelledby=\"{Caption(name)}\"", StringComparison.Ordinal);
        return Reference().Replace(svg, $"url(#{prefix}-$1)");
    }

    private static string Caption(string name) => $"caption-{name}";

    private static string DataAddress(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var kind = Path.GetExtension(path).ToUpperInvariant() switch { ".PNG" => "png", ".WEBP" => "webp", _ => "jpeg" };
        if (kind == "png" && bytes.Length > LargePng)
        {
            try
            {
                bytes = PictureWriter.ToJpeg(PictureReader.Read(path), 88);
                kind = "jpeg";
            }
            catch (Exception e) when (e is PictureException or DllNotFoundException or TypeInitializationException)
            {
                // The page is then larger, and whole.
            }
        }
        return $"data:image/{kind};base64,{Convert.ToBase64String(bytes)}";
    }

    [GeneratedRegex("\\s(role|aria-[a-z]+)=\"[^\"]*\"")]
    private static partial Regex Spoken();

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Identifier();

    [GeneratedRegex("url\\(#([^)]+)\\)")]
    private static partial Regex Reference();
}
