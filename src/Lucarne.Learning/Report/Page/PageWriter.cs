using System.Net;
using System.Text;

namespace Lucarne.Learning.Report;

/// <summary>
/// Writes HTML in both languages at once: each text stands in the page as an English and a French element, of which
/// the page's style shows one. Pictures and numbers that are the same in both stand there once.
/// </summary>
internal sealed class PageWriter(Texts texts)
{
    private readonly StringBuilder _html = new();
    private readonly List<string> _sections = [];

    public Texts Texts { get; } = texts;

    /// <summary>The sections written so far, by their identifiers.</summary>
    public IReadOnlyList<string> Sections => _sections;

    public override string ToString() => _html.ToString();

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public PageWriter Raw(string html)
    {
        _html.Append(html).Append('\n');
        return this;
    }

    /// <summary>A text of the table, values escaped; the table's own texts may hold markup.</summary>
    public string Text(string key, Func<Language, object[]>? values = null) =>
        Both(l => Texts.Of(l, key, [.. (values?.Invoke(l) ?? []).Select(v => (object)Escape(v.ToString()!))]));

    /// <summary>Markup that depends on the language, as two spans, or as it is where both are the same.</summary>
    public static string Both(Func<Language, string> markup)
    {
        var (english, french) = (markup(Language.English), markup(Language.French));
        return english == french ? english : $"<span lang=\"en\">{english}</span><span lang=\"fr\">{french}</span>";
    }

    /// <summary>Plain text that depends on the language.</summary>
    public static string Plain(Func<Language, string> text) => Both(l => Escape(text(l)));

    public PageWriter Paragraph(string key, Func<Language, object[]>? values = null, string? style = null) =>
        Raw($"<p{(style is null ? "" : $" class=\"{style}\"")}>{Text(key, values)}</p>");

    public PageWriter Heading(string key) => Raw($"<h3>{Text(key)}</h3>");

    public PageWriter Section(string id, Action body)
    {
        _sections.Add(id);
        Raw($"<section id=\"{id}\"><h2>{Text($"{id}.title")}</h2>");
        body();
        return Raw("</section>");
    }

    public PageWriter Items(IEnumerable<string> items)
    {
        var list = items.ToList();
        return list.Count == 0 ? this : Raw($"<ul>{string.Concat(list.Select(i => $"<li>{i}</li>"))}</ul>");
    }

    /// <summary>A table of ready markup; columns from <paramref name="firstNumber"/> on are set as numbers.</summary>
    public PageWriter Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int firstNumber, string? caption = null)
    {
        string Cell(string tag, string content, int column) => $"<{tag}{(column >= firstNumber ? " class=\"number\"" : "")}>{content}</{tag}>";
        Raw("<div class=\"table\"><table>");
        if (caption is not null) Raw($"<caption>{caption}</caption>");
        Raw($"<thead><tr>{string.Concat(head.Select((h, c) => Cell("th", h, c)))}</tr></thead><tbody>");
        foreach (var row in rows) Raw($"<tr>{string.Concat(row.Select((cell, c) => Cell("td", cell, c)))}</tr>");
        return Raw("</tbody></table></div>");
    }

    /// <summary>Says that a section's file is missing or broken; true where it is.</summary>
    public bool SaysMissing(RunContents run, string file)
    {
        if (run.Missing.FirstOrDefault(m => m.Name == file) is not { } missing) return false;
        if (missing.Fault is null) Paragraph("missing.file", _ => [file], "missing");
        else Paragraph("missing.broken", _ => [file, missing.Fault], "missing");
        return true;
    }
}
