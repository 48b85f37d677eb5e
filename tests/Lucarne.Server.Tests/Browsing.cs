using Lucarne.Clinic.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace Lucarne.Server.Tests;

/// <summary>A server at an address and a real browser that looks at it.</summary>
internal sealed class Browsing : IAsyncDisposable
{
    private static readonly string? Chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser" }.FirstOrDefault(File.Exists);

    // WebGL without a graphics card.
    private static readonly string[] Arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

    private readonly List<(string Kind, string Text)> _complaints = [];
    private readonly WebApplication _app;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browsing(WebApplication app, IPlaywright playwright, IBrowser browser) => (_app, _playwright, _browser) = (app, playwright, browser);

    /// <summary>What scripts and the browser have complained of.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints.Select(one => one.Text)];

    /// <summary>The errors among them: a graphics driver warns of much that no page can help.</summary>
    public IReadOnlyList<string> Errors => [.. _complaints.Where(one => one.Kind == "error").Select(one => one.Text)];

    /// <summary>Skips the test where there is no browser.</summary>
    public static void SkipWithoutBrowser() => Skip.If(Chromium is null, "chromium is not installed");

    public static async Task<Browsing> StartAsync(ServedClinic served)
    {
        var app = LucarneServer.Build(served.Options with { Urls = "http://127.0.0.1:0" }, served.Clinic);
        await app.StartAsync();
        var playwright = await Playwright.CreateAsync();
        return new Browsing(app, playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments }));
    }

    /// <summary>A window in which somebody has signed in; null: nobody.</summary>
    public async Task<IPage> OpenAsync(Role? role, string locale = "en-GB", ColorScheme light = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new() { Locale = locale, ColorScheme = light, BaseURL = _app.Urls.First(), ViewportSize = new() { Width = 1360, Height = 900 } });
        context.SetDefaultTimeout(120_000);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") _complaints.Add((message.Type, message.Text)); };
        page.PageError += (_, error) => _complaints.Add(("error", error));
        if (role is not { } who) return page;
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#name", ServedClinic.Name(who));
        await page.FillAsync("#password", ServedClinic.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(address => !address.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
