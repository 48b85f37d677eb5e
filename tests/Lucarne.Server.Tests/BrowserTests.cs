using Lucarne.Clinic.Users;
using Microsoft.Playwright;

namespace Lucarne.Server.Tests;

/// <summary>
/// The way of a doctor, in a real browser: sign in, drop a picture, see the answer and the heat map, correct and sign, take the report
/// home, find it in the time line. Where LUCARNE_SCREENSHOTS names a folder, the guide's pictures are taken on the way.
/// </summary>
[Collection("served clinic")]
public sealed class BrowserTests(ServedClinic served)
{
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("LUCARNE_SCREENSHOTS");

    [SkippableTheory]
    [InlineData("en-GB", ColorScheme.Dark)]
    [InlineData("fr-FR", ColorScheme.Light)]
    public async Task A_doctor_drops_a_picture_corrects_the_answer_signs_and_finds_it_in_the_time_line(string locale, ColorScheme light)
    {
        Browsing.SkipWithoutBrowser();
        await using var browsing = await Browsing.StartAsync(served);
        var page = await browsing.OpenAsync(Role.Doctor, locale, light);
        await DropAsync(page, $"B-{locale}");
        await LookAsync(page, locale);
        await CorrectAndSignAsync(page);
        await PrintAsync(page, locale);
        await page.ClickAsync(".crumb a");
        await page.WaitForSelectorAsync(".line .card");
        var card = await page.InnerTextAsync(".line .card");
        Assert.Contains(locale == "fr-FR" ? "Corrigé par un médecin" : "Corrected by a doctor", card, StringComparison.Ordinal);
        Assert.Contains(locale == "fr-FR" ? "Signé" : "Signed", card, StringComparison.Ordinal);
        await ShootAsync(page, "patient", locale);
        foreach (var place in new[] { "worklist", "models" })
        {
            await page.GotoAsync("/" + place);
            await ShootAsync(page, place, locale);
        }

        Assert.Empty(browsing.Complaints);
    }

    /// <summary>Drops a file on the page itself, as a hand does.</summary>
    private async Task DropAsync(IPage page, string record)
    {
        await page.GotoAsync("/");
        await page.FillAsync("#record", record);
        var file = await page.EvaluateHandleAsync(
            """
            bytes => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0))], "slice.png", { type: "image/png" }));
              return transfer;
            }
            """, Convert.ToBase64String(served.Slice("tumor", 3)));
        await page.DispatchEventAsync("body", "drop", new { dataTransfer = file });
        await page.WaitForURLAsync("**/studies/*");
    }

    private static async Task LookAsync(IPage page, string locale)
    {
        Assert.NotEmpty(await page.InnerTextAsync("[aria-labelledby=answer]"));
        Assert.True(await page.EvaluateAsync<bool>("async () => { const picture = new Image(); picture.src = document.querySelector('.picture').getAttribute('href'); await picture.decode(); return picture.naturalWidth > 0; }"));
        await page.FocusAsync(".stage");
        await page.Keyboard.PressAsync("+");
        Assert.Contains("scale(1.25)", await page.GetAttributeAsync(".layers", "style"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("0");
        if (await page.Locator(".map").CountAsync() > 0)
        {
            await page.Keyboard.PressAsync("h");
            Assert.Contains("opacity: 0", await page.GetAttributeAsync(".map", "style"), StringComparison.Ordinal);
            await page.Keyboard.PressAsync("h");
        }

        await ShootAsync(page, "study", locale);
    }

    private static async Task CorrectAndSignAsync(IPage page)
    {
        Assert.True(await page.IsHiddenAsync("#right"));
        await page.CheckAsync("input[value=corrects]");
        await page.SelectOptionAsync("#right", new SelectOptionValue { Index = 0 });
        await page.FillAsync("#comment", "seen on two slices");
        await page.ClickAsync("button[name=then][value=sign]");
        await page.WaitForSelectorAsync("[aria-labelledby=verdict] .note.good");
        Assert.Contains("seen on two slices", await page.InnerTextAsync(".said"), StringComparison.Ordinal);
    }

    /// <summary>The report as a page, then as the file that a hand takes home, and back to the study.</summary>
    private static async Task PrintAsync(IPage page, string locale)
    {
        var study = page.Url;
        await page.ClickAsync("a[href$='/report']");
        await page.WaitForSelectorAsync(".report .signature");
        Assert.Contains("seen on two slices", await page.InnerTextAsync(".report"), StringComparison.Ordinal);
        await ShootAsync(page, "report", locale);
        var pdf = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href$='/report.pdf']"));
        await using (var content = await pdf.CreateReadStreamAsync())
        {
            var head = new byte[5];
            await content.ReadExactlyAsync(head);
            Assert.Equal("%PDF-"u8, head);
        }

        await page.GotoAsync(study);
    }

    private static async Task ShootAsync(IPage page, string name, string locale)
    {
        if (Screenshots is null) return;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.{locale[..2]}.png"), FullPage = true });
    }
}
