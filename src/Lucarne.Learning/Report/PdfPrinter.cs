using System.ComponentModel;
using System.Diagnostics;

namespace Lucarne.Learning.Report;

/// <summary>
/// Prints pages that Lucarne wrote through Chromium, so that the PDF is the page as its print style sets it. Chromium is looked for in LUCARNE_CHROMIUM, then as
/// <c>chromium</c> and <c>google-chrome</c> on PATH.
/// </summary>
public sealed class PdfPrinter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string[] Usual = ["chromium", "chromium-browser", "google-chrome"];

    private readonly IReadOnlyList<string> _browsers;

    /// <summary>A printer.</summary>
    /// <param name="browser">The browser; null: where it is usually found.</param>
    public PdfPrinter(string? browser = null) =>
        _browsers = (browser ?? Environment.GetEnvironmentVariable("LUCARNE_CHROMIUM")) is { } named ? [named] : Usual;

    /// <summary>Writes report.en.pdf and report.fr.pdf beside report.html, each whole or not at all.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="ReportException">There is no report or no Chromium, or it printed nothing.</exception>
    public IReadOnlyList<string> Print(string runFolder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runFolder);
        var page = Path.GetFullPath(Path.Combine(runFolder, "report.html"));
        if (!File.Exists(page)) throw new ReportException($"{page} does not exist; train the run to its end, or write its report with `lucarne report {runFolder}`.");
        return [.. Languages.All.Select(language => PrintPage(page, language.Code(), Path.ChangeExtension(page, $".{language.Code()}.pdf"), cancellation))];
    }

    /// <summary>Prints one page, whole or not at all.</summary>
    /// <param name="page">An HTML file; what it refers to lies beside it.</param>
    /// <param name="language">The language that the page finds the browser in: en or fr.</param>
    /// <param name="pdf">The file that is written.</param>
    /// <param name="cancellation">Ends the printing.</param>
    /// <returns>The file that was written.</returns>
    /// <exception cref="ReportException">There is no Chromium, or it printed nothing.</exception>
    public string PrintPage(string page, string language, string pdf, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        var work = Directory.CreateTempSubdirectory("lucarne-print-");
        try
        {
            var printed = Path.Combine(work.FullName, "report.pdf");
            Run(Arguments(page, language, printed, work.FullName), cancellation);
            if (!File.Exists(printed)) throw new ReportException($"Chromium printed no PDF of {page}; open the page in a browser and print it from there.");
            File.Copy(printed, pdf + ".new", overwrite: true);
            File.Move(pdf + ".new", pdf, overwrite: true);
            return pdf;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    // The page asks the browser for its language. It is Lucarne's own and lets nothing in from outside; as root, as in a container, Chromium's
    // sandbox does not start.
    private static string[] Arguments(string page, string language, string pdf, string profile) =>
    [
        "--headless", "--disable-gpu", "--no-first-run", $"--user-data-dir={Path.Combine(profile, "profile")}", $"--lang={language}", $"--accept-lang={language}",
        .. Environment.UserName == "root" ? ["--no-sandbox"] : Array.Empty<string>(),
        "--no-pdf-header-footer", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
    ];

    private void Run(string[] arguments, CancellationToken cancellation)
    {
        foreach (var browser in _browsers)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(browser, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
                Wait(process, cancellation);
                return;
            }
            catch (Win32Exception)
            {
                // Not there: the next name.
            }
        }

        throw new ReportException($"No Chromium was found ({string.Join(", ", _browsers)}), which prints the PDF; install Debian's chromium or set LUCARNE_CHROMIUM to one.");
    }

    private static void Wait(Process process, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        using var stop = limit.Token.Register(() =>
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        });
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (limit.IsCancellationRequested) throw new ReportException($"Chromium took longer than {Limit.TotalMinutes:0} minutes over a page; print it from a browser.");
        if (process.ExitCode != 0) throw new ReportException($"Chromium ended with status {process.ExitCode}: {errors.Result.Split('\n')[0].Trim()}");
    }
}
