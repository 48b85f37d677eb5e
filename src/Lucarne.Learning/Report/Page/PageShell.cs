using System.Security.Cryptography;
using System.Text;

namespace Lucarne.Learning.Report;

/// <summary>
/// The page around the report: style, choice of language, and a content security policy that lets nothing in from
/// outside. The choice is two radio buttons and works without script; the script only picks the browser's language.
/// </summary>
internal static class PageShell
{
    private const string Script =
        """
        (()=>{const f=document.getElementById('language-fr');const s=()=>{document.documentElement.lang=f.checked?'fr':'en'};if(/^fr/i.test(navigator.language||''))f.checked=true;document.querySelectorAll('input[name=language]').forEach(i=>i.addEventListener('change',s));s()})()
        """;

    public static string Around(string title, string body)
    {
        var script = Script.Trim();
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        return
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{hash}'">
            <meta name="color-scheme" content="light dark">
            <title>{PageWriter.Escape(title)}</title>
            <style>
            {Style()}
            </style>
            </head>
            <body>
            <input type="radio" name="language" id="language-en" checked><input type="radio" name="language" id="language-fr">
            <div class="languages"><label for="language-en">English</label><label for="language-fr">Français</label></div>
            {body}
            <script>{script}</script>
            </body>
            </html>

            """;
    }

    private static string Style()
    {
        using var stream = typeof(PageShell).Assembly.GetManifestResourceStream("Lucarne.Learning.Report.report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
