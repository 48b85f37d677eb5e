using Lucarne.Clinic;
using Lucarne.Clinic.Findings;
using Lucarne.Learning.Report;
using Lucarne.Server.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Lucarne.Server.Studies;

/// <summary>Prints studies as PDF. The page with its pictures lies in a folder of its own, which only this account may read, while Chromium prints it.</summary>
internal sealed class StudyPrinting(ClinicDatabase clinic, IServiceProvider services, ILoggerFactory logs, TimeProvider clock) : IDisposable
{
    /// <summary>A browser takes a few hundred megabytes: one prints at a time, and the others wait.</summary>
    private readonly SemaphoreSlim _browser = new(1);

    /// <summary>A study's report as PDF.</summary>
    /// <param name="view">The study.</param>
    /// <param name="visit">For whom, in which language.</param>
    /// <param name="cancellation">Ends the printing.</param>
    /// <exception cref="ReportException">There is no Chromium, or it prints nothing.</exception>
    public async Task<byte[]> PrintAsync(StudyView view, Visit visit, CancellationToken cancellation)
    {
        await _browser.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("lucarne-study-");
        try
        {
            var page = Path.Combine(folder.FullName, "study.html");
            await LayOutAsync(view with { IsOnDisk = true }, folder.FullName, cancellation);
            await File.WriteAllTextAsync(page, await HtmlAsync(view with { IsOnDisk = true }, visit), cancellation);
            var pdf = await Task.Run(() => new PdfPrinter().PrintPage(page, visit.Language, Path.ChangeExtension(page, ".pdf"), cancellation), cancellation);
            return await File.ReadAllBytesAsync(pdf, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
            _browser.Release();
        }
    }

    public void Dispose() => _browser.Dispose();

    /// <summary>Puts styles and pictures where the page looks for them.</summary>
    private async Task LayOutAsync(StudyView view, string folder, CancellationToken cancellation)
    {
        foreach (var style in StudyReport.Styles) File.Copy(Path.Combine(AppContext.BaseDirectory, "Assets", style), Path.Combine(folder, style));
        if (view.Image?.PreviewSha256 is { } picture) await CopyAsync(picture, Path.Combine(folder, view.PictureAddress), cancellation);
        if (view.Drawn is { Largest: not null } drawn) await CopyAsync(drawn.Files.First(file => file.Role == LargestSlice.Picture).FileSha256, Path.Combine(folder, view.LargestAddress), cancellation);
        foreach (var file in view.Finding?.Files.Where(file => file.Role == FindingFile.HeatMap || file.Role.StartsWith("similar_", StringComparison.Ordinal)) ?? [])
            await CopyAsync(file.FileSha256, Path.Combine(folder, view.FileAddress(file.Role)), cancellation);
    }

    private async Task CopyAsync(string sha256, string path, CancellationToken cancellation)
    {
        await using var from = clinic.Files.OpenRead(sha256);
        await using var to = File.Create(path);
        await from.CopyToAsync(to, cancellation);
    }

    private async Task<string> HtmlAsync(StudyView view, Visit visit)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<StudyReport>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(LucarnePage.Visit)] = visit,
            [nameof(StudyReport.View)] = view,
            [nameof(StudyReport.Made)] = clock.GetUtcNow(),
        }))).ToHtmlString());
    }
}
