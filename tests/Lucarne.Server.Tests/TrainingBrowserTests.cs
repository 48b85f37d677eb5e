using Lucarne.Clinic.Users;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Lucarne.Server.Tests;

/// <summary>The way of a data scientist, in a real browser: start a training, watch it grow on a page that is not loaded again, keep it, have it answer.</summary>
[Collection("served clinic")]
public sealed class TrainingBrowserTests(ServedClinic served)
{
    private const string Name = "third";
    private const float LongestTraining = 240_000;

    private string Folder => Path.Combine(served.Options.Home, "runs", Name);

    [SkippableFact]
    public async Task A_training_is_watched_kept_and_chosen_as_the_model_that_answers()
    {
        Browsing.SkipWithoutBrowser();
        await using var browsing = await Browsing.StartAsync(served);
        var before = (await served.Clinic.Models.DefaultAsync(RecipeTask.Classification))!;
        var page = await browsing.OpenAsync(Role.DataScientist);
        try
        {
            await StartAsync(page);
            await WatchAsync(page);
            await page.ClickAsync("form[action$='/keep'] button");
            await page.ClickAsync($"a[href='/models/{Name}']");
            await page.ClickAsync($"form[action='/models/{Name}/default'] button");
            await page.WaitForSelectorAsync("h1 .badge.signed");
            var chosen = (await served.Clinic.Models.DefaultAsync(RecipeTask.Classification))!;
            Assert.Equal((Name, Folder), (chosen.Name, chosen.RunFolder));
            await AnswersAsync(page, chosen.Version);
            Assert.Empty(browsing.Complaints);
        }
        finally
        {
            await ForgetAsync(before.Id, before.RunFolder);
        }
    }

    private static async Task StartAsync(IPage page)
    {
        await page.GotoAsync("/train");
        await page.SelectOptionAsync("#recipe", "tiny");
        await page.SelectOptionAsync("#folder", "drawn");
        await page.FillAsync("#name", Name);
        await page.FillAsync("#epochs", "1");
        await page.ClickAsync("form[action='/train'] button");
        await page.WaitForURLAsync("**/train/*");
    }

    /// <summary>Nothing on the page is lost while it follows the training to its end, and it hears events instead of asking time after time.</summary>
    private static async Task WatchAsync(IPage page)
    {
        Assert.True(await page.EvaluateAsync<bool>("() => { window.isHere = true; return document.querySelector('[data-live]').dataset.live.endsWith('/events'); }"));
        await page.WaitForSelectorAsync("form[action$='/keep']", new() { Timeout = LongestTraining });
        Assert.True(await page.EvaluateAsync<bool>("() => window.isHere === true"));
        Assert.Contains("epoch 1:", await page.InnerTextAsync(".log"), StringComparison.Ordinal);
        Assert.Equal(2, await page.Locator(".grid svg[role=img]").CountAsync());
        Assert.Equal(0, await page.Locator("[data-live]").CountAsync());
    }

    private async Task AnswersAsync(IPage page, string version)
    {
        var answer = await page.APIRequest.PostAsync("/predict", new()
        {
            Multipart = page.APIRequest.CreateFormData().Set("file", new FilePayload { Name = "slice.png", MimeType = "image/png", Buffer = served.Slice("cyst", 1) }),
        });
        Assert.True(answer.Ok, await answer.TextAsync());
        Assert.Contains(version[..12], await answer.TextAsync(), StringComparison.Ordinal);
    }

    /// <summary>For the other tests all is as it was.</summary>
    private async Task ForgetAsync(long before, string folder)
    {
        await served.Clinic.Models.SetDefaultAsync(before, "test");
        foreach (var model in (await served.Clinic.Models.ListAsync()).Where(model => model.Name == Name)) await served.Clinic.Models.RetireAsync(model.Id, "test");
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        var catalogue = served.App.Services.GetRequiredService<ModelCatalogue>();
        catalogue.Prefer(folder);
        catalogue.LookAgain();
    }
}
