using System.Text;
using Lucarne.Learning.Report;

namespace Lucarne.Learning.Tests.Report;

public sealed class PdfPrinterTests : IDisposable
{
    private readonly string _run = Directory.CreateTempSubdirectory("lucarne-pdf-").FullName;

    public void Dispose() => Directory.Delete(_run, recursive: true);

    [SkippableFact]
    public void The_report_is_printed_in_both_languages()
    {
        Skip.IfNot((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "chromium"))), "chromium is not installed");
        File.WriteAllText(Path.Combine(_run, "report.html"), PageShell.Around("A run", "<main><p lang=\"en\">Kidney</p><p lang=\"fr\">Rein</p></main>"));
        var printed = new PdfPrinter().Print(_run);
        Assert.Equal(["report.en.pdf", "report.fr.pdf"], printed.Select(Path.GetFileName));
        Assert.All(printed, pdf => Assert.Equal("%PDF-", Encoding.ASCII.GetString(File.ReadAllBytes(pdf), 0, 5)));

        // The one shows the English text and the other the French: their glyphs differ, and so do the files.
        Assert.NotEqual(File.ReadAllBytes(printed[0]).Length, File.ReadAllBytes(printed[1]).Length);
        Assert.Equal(3, Directory.GetFiles(_run).Length);
    }

    [Fact]
    public void Without_a_browser_or_a_report_one_sentence_says_what_to_do()
    {
        Assert.Contains("does not exist", Assert.Throws<ReportException>(() => new PdfPrinter().Print(_run)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_run, "report.html"), "<p>");
        Assert.Contains("set LUCARNE_CHROMIUM", Assert.Throws<ReportException>(() => new PdfPrinter("no-such-browser").Print(_run)).Message, StringComparison.Ordinal);
    }
}
