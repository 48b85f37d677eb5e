using System.Globalization;
using Lucarne.Clinic.Users;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Recipes;
using Microsoft.Playwright;

namespace Lucarne.Server.Tests;

/// <summary>
/// The way of a scan, in a real browser: send a zip of slices, see the volume with its structures in three planes, take the contours home,
/// send corrected ones, find both scans in the patient's course. Where LUCARNE_SCREENSHOTS names a folder, the guide's pictures are taken.
/// </summary>
[Collection("served clinic")]
public sealed class ScanBrowserTests(ServedClinic served) : IDisposable
{
    private const int AxialShade = 40;

    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("LUCARNE_SCREENSHOTS");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lucarne-scans-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public async Task A_doctor_sends_a_scan_looks_at_it_takes_the_contours_and_sends_back_corrected_ones()
    {
        Browsing.SkipWithoutBrowser();
        await served.HasDrawerAsync();
        var (first, later) = DrawnThorax.Draw(_folder.FullName, 4242);
        await using var browsing = await Browsing.StartAsync(served);
        var page = await browsing.OpenAsync(Role.Doctor, light: ColorScheme.Dark);
        await SendAsync(page, first);
        await ShowStudyAsync(page);
        await LookAsync(page);
        await StructuresGoOnAndOffAsync(page);
        await InFrenchAsync(await browsing.OpenAsync(Role.Doctor, "fr-FR"), page.Url);
        var contours = await DownloadAsync(page, "rtstruct");
        ContoursReadBack(first, contours);
        await CorrectAsync(page, await DownloadAsync(page, "labels"));
        await DrawAsync(page);
        await SendAsync(page, later);
        await ShowStudyAsync(page);
        await CourseAsync(page);
        Assert.Empty(browsing.Errors);
    }

    private static async Task SendAsync(IPage page, string patient)
    {
        await page.GotoAsync("/");
        // The page sends the file as soon as it is chosen.
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "scan.zip", MimeType = "application/zip", Buffer = DrawnThorax.Zip(patient) });
        await page.WaitForURLAsync("**/jobs");
    }

    /// <summary>Waits, on pages that renew themselves, until the worker has taken the scan in and drawn in it.</summary>
    private static async Task ShowStudyAsync(IPage page)
    {
        await page.WaitForSelectorAsync("tbody tr:nth-child(1) .badge.signed >> visible=true");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('tbody tr')].slice(0, 2).every(row => row.querySelector('.badge.signed'))");
        await page.ClickAsync("tbody tr:nth-child(1) a[href^='/studies/']");
        await page.WaitForSelectorAsync("[data-volume][data-state=ready]");
    }

    private static async Task LookAsync(IPage page)
    {
        Assert.Equal("2", await page.GetAttributeAsync("[data-volume]", "data-shown"));
        Assert.Matches(@"^Slice \d+ / \d+ · -?\d+ HU", await page.InnerTextAsync("[data-spot]"));
        var before = await page.InnerTextAsync("[data-spot]");
        await page.FocusAsync("[data-volume] canvas");
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.NotEqual(before, await page.InnerTextAsync("[data-spot]"));
        foreach (var (key, window) in new[] { ("3", "bone"), ("1", "lung"), ("2", "soft") })
        {
            await page.Keyboard.PressAsync(key);
            Assert.Equal("true", await page.GetAttributeAsync($"[data-window={window}]", "aria-pressed"));
        }

        await ShootAsync(page, "scan");
        await page.ClickAsync("[data-plane=axial]");
        await TheRightLungIsOnTheLeftAsync(page);
        Assert.Matches("^R[AP]{2}L$", await SidesAsync(page, "[data-volume] .side"));
        await page.Keyboard.PressAsync("0");
    }

    /// <summary>As radiologists look, from the feet: the right lung, blue (#4363d8), on the left of the screen, the left lung, cyan (#42d4f4), on its right.</summary>
    private static async Task TheRightLungIsOnTheLeftAsync(IPage page)
    {
        await page.FillAsync("[name=opacity]", "100");
        var picture = PictureReader.Read(await page.Locator("[data-volume] canvas").ScreenshotAsync(), "screen");
        double right = MiddleX(picture, 0x43, 0x63, 0xD8), left = MiddleX(picture, 0x42, 0xD4, 0xF4);
        Assert.True(right < picture.Width * 0.5 && left > picture.Width * 0.5, string.Create(CultureInfo.InvariantCulture, $"the right lung is at {right:0}, the left at {left:0} of {picture.Width}"));
        await page.FillAsync("[name=opacity]", "45");
    }

    /// <summary>The letters at the edges, from the left of the screen to its right.</summary>
    private static Task<string> SidesAsync(IPage page, string letters) =>
        page.EvaluateAsync<string>("letters => [...document.querySelectorAll(letters)].sort((one, other) => one.getBoundingClientRect().x - other.getBoundingClientRect().x).map(one => one.textContent).join('')", letters);

    /// <summary>Droite on the left, gauche on the right: in the viewer and on the report, which shows the slice where a structure is largest.</summary>
    private static async Task InFrenchAsync(IPage page, string study)
    {
        await page.GotoAsync(study);
        await page.WaitForSelectorAsync("[data-volume][data-state=ready]");
        await page.ClickAsync("[data-plane=axial]");
        await TheRightLungIsOnTheLeftAsync(page);
        Assert.Matches("^D[AP]{2}G$", await SidesAsync(page, "[data-volume] .side"));
        await page.ClickAsync("[data-plane=coronal]");
        Assert.Matches("^D[SI]{2}G$", await SidesAsync(page, "[data-volume] .side"));
        await ShootAsync(page, "scan-french");
        await page.GotoAsync(study + "/report");
        Assert.Matches("^D[AP]{2}G$", await SidesAsync(page, ".slice .side"));
        Assert.Matches(@"coupe \d+ sur \d+ depuis les pieds, z = -?\d+,\d mm", await page.InnerTextAsync(".slice figcaption"));
        Assert.True(await page.EvaluateAsync<bool>("async () => { const picture = new Image(); picture.src = document.querySelector('.slice image').getAttribute('href'); await picture.decode(); return picture.naturalWidth > 0; }"));
        await ShootAsync(page, "scan-report");
        await page.Context.CloseAsync();
    }

    private static async Task StructuresGoOnAndOffAsync(IPage page)
    {
        await page.ClickAsync("[data-plane=axial]");
        await page.FillAsync("[name=opacity]", "100");
        await page.UncheckAsync("[data-structure][data-value='3'] input");
        var picture = PictureReader.Read(await page.Locator("[data-volume] canvas").ScreenshotAsync(), "screen");
        Assert.True(double.IsNaN(MiddleX(picture, 0x43, 0x63, 0xD8)));
        Assert.False(double.IsNaN(MiddleX(picture, 0x42, 0xD4, 0xF4)));
        await page.CheckAsync("[data-structure][data-value='3'] input");
        await page.FillAsync("[name=opacity]", "45");
    }

    private async Task<string> DownloadAsync(IPage page, string role)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync($".structures ~ .actions a[href$='/{role}']"));
        var path = Path.Combine(_folder.FullName, download.SuggestedFilename);
        await download.SaveAsAsync(path);
        return path;
    }

    /// <summary>What <c>lucarne contours</c> makes of the downloaded contours is what the page says, to a voxel.</summary>
    private void ContoursReadBack(string patient, string contours)
    {
        var beside = Path.Combine(_folder.FullName, "read-back");
        Directory.CreateDirectory(beside);
        foreach (var slice in Directory.EnumerateFiles(Path.Combine(patient, "CT"))) File.Copy(slice, Path.Combine(beside, Path.GetFileName(slice)));
        File.Copy(contours, Path.Combine(beside, "rtstruct.dcm"));
        var read = ContourExport.Run(beside, Path.Combine(_folder.FullName, "masks"), Recipe.Load("thorax", Path.Combine(Checkout.Root, "recipes"), null, []));
        Assert.Contains(read.Structures, structure => structure.Meaning?.Name == "right_lung" && structure.VolumeMl > 100);
        Assert.Empty(read.Assignment.Unused);
    }

    private async Task CorrectAsync(IPage page, string labels)
    {
        var drawn = NiftiFile.ReadLabels(labels);
        var path = Path.Combine(_folder.FullName, "corrected.nii.gz");
        NiftiFile.Write(path, new Volume<byte>(drawn.Geometry, [.. drawn.Voxels.Select(value => value == 4 ? (byte)0 : value)]));
        await page.SetInputFilesAsync("#contours-file", path);
        await page.FillAsync("#contours-words", "no left lung");
        await page.ClickAsync("form[data-contours] button");
        await page.WaitForSelectorAsync(".versions a:nth-child(2)[aria-current]");
        Assert.Contains("not found", await page.InnerTextAsync("[data-structure][data-value='4']"), StringComparison.Ordinal);
        Assert.Contains("no left lung", await page.InnerTextAsync(".said"), StringComparison.Ordinal);
        await page.ClickAsync(".versions a:nth-child(1)");
        await page.WaitForSelectorAsync(".versions a:nth-child(1)[aria-current]");
        Assert.DoesNotContain("not found", await page.InnerTextAsync("[data-structure][data-value='4']"), StringComparison.Ordinal);
    }

    /// <summary>Draws a heart with the pen, and sends it: what was not drawn on stays where it was.</summary>
    private async Task DrawAsync(IPage page)
    {
        var before = NiftiFile.ReadLabels(await DownloadAsync(page, "labels"));
        await page.WaitForSelectorAsync("[data-volume][data-state=ready]");
        await page.ClickAsync("[data-plane=axial]");
        await page.ClickAsync("[data-pen-begin]");
        await page.SelectOptionAsync("[data-pen-structure]", "5");
        var stage = (await page.Locator("[data-volume] canvas").BoundingBoxAsync())!;
        var (x, y) = (stage.X + (stage.Width / 2), stage.Y + (stage.Height / 2));
        await page.Mouse.MoveAsync(x - 30, y - 30);
        await page.Mouse.DownAsync();
        foreach (var (dx, dy) in new[] { (30, -30), (30, 30), (-30, 30), (-30, -30) }) await page.Mouse.MoveAsync(x + dx, y + dy, new() { Steps = 12 });
        await page.Mouse.UpAsync();
        await page.ClickAsync("[data-pen-send]");
        await page.WaitForSelectorAsync(".versions a:nth-child(3)");
        await page.WaitForSelectorAsync("[data-volume][data-state=ready]");
        var after = NiftiFile.ReadLabels(await DownloadAsync(page, "labels"));
        Assert.True(after.Geometry.IsSameGrid(before.Geometry));
        var painted = Enumerable.Range(0, after.Voxels.Length).Where(v => after.Voxels[v] != before.Voxels[v]).ToList();
        Assert.NotEmpty(painted);
        Assert.All(painted, v => Assert.Equal(5, after.Voxels[v]));
        // One slice was drawn on.
        Assert.Single(painted.Select(v => v / after.Geometry.SliceLength).Distinct());
    }

    private static async Task CourseAsync(IPage page)
    {
        await page.ClickAsync(".crumb a");
        await page.WaitForSelectorAsync("[aria-labelledby=tumour] svg circle:nth-of-type(2)");
        Assert.Equal(2, await page.Locator("[aria-labelledby=tumour] tbody tr").CountAsync());
        await ShootAsync(page, "scan-course");
    }

    /// <summary>Where on the screen a colour is, on the average of columns; not a number where it is not.</summary>
    private static double MiddleX(Picture picture, int red, int green, int blue)
    {
        var (sum, count) = (0.0, 0);
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
            {
                if (Math.Abs(picture[y, x, 0] - red) > AxialShade || Math.Abs(picture[y, x, 1] - green) > AxialShade || Math.Abs(picture[y, x, 2] - blue) > AxialShade) continue;
                sum += x;
                count++;
            }

        return count > 50 ? sum / count : double.NaN;
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Screenshots is null) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.en.png"), FullPage = true });
    }
}
