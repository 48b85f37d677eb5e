using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Users;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Lucarne.Server.Tests;

/// <summary>
/// Every page can be used by everybody: axe-core's rules in light and dark, and at 200 % (a window half as wide) nothing is cut off or scrolls
/// sideways (WCAG 2.2, success criteria 1.4.4 and 1.4.10). Pages are found among the server's endpoints, so that a new one is looked at too.
/// </summary>
[Collection("served clinic")]
public sealed partial class AccessibilityTests(ServedClinic served)
{
    private const int FewestPages = 12;

    private static readonly string Axe = Path.Combine(Checkout.Root, "web", "node_modules", "axe-core", "axe.min.js");

    // Addresses that are no pages of people: programs', and files that a page shows.
    private static readonly string[] NoPages = ["/api/", "/openapi/", "/health/", "/metrics"];
    private const string Stream = "/events";

    [SkippableFact]
    public async Task No_page_has_a_serious_or_critical_fault_in_light_or_dark()
    {
        Skip.IfNot(File.Exists(Axe), "axe-core is not installed; `npm ci` in web/ installs it");
        var axe = await File.ReadAllTextAsync(Axe);
        await OnEveryPageAsync(async (page, address) =>
        {
            var faults = new List<string>();
            foreach (var light in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = light });
                // Colours move from one light to the other within a moment; axe must see where they come to rest.
                await page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity).map(one => one.finished))");
                await ShootAsync(page, address, light);
                await page.EvaluateAsync(axe + "; null");
                var found = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one => one.id + ' at ' + one.nodes.slice(0, 3).map(node => node.target.join(' ') + ' (' + node.failureSummary.split('\\n').pop().trim() + ')').join('; '))");
                faults.AddRange(found.EnumerateArray().Select(one => $"{address}, {light}: {one.GetString()}"));
            }

            return faults;
        });
    }

    [SkippableTheory]
    [InlineData(640, 450)]
    [InlineData(820, 1180)]
    public async Task At_200_percent_and_on_a_tablet_nothing_is_cut_off_or_scrolls_sideways(int width, int height) => await OnEveryPageAsync(async (page, address) =>
    {
        await page.SetViewportSizeAsync(width, height);
        var found = await page.EvaluateAsync<JsonElement>("""
            () => {
              const inScroller = one => one.closest('.table, [data-scrolls]');
              const name = one => one.tagName.toLowerCase() + (one.className.length ? '.' + String(one.className).split(' ').join('.') : '');
              const out = [...document.body.querySelectorAll('*')].filter(one => !inScroller(one) && !one.closest('.skip, .hidden, svg') && one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().right > innerWidth + 1).map(name);
              const cut = [...document.body.querySelectorAll('*')].filter(one => one.children.length === 0 && one.textContent.trim() && !one.closest('.skip, .hidden, svg, select, option, textarea') && one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).overflowX === 'hidden').map(one => name(one) + ' cut off');
              if (document.scrollingElement.scrollWidth > innerWidth) out.push('the page is ' + document.scrollingElement.scrollWidth + ' wide');
              return [...new Set([...out, ...cut])];
            }
            """);
        return [.. found.EnumerateArray().Select(one => $"{address} in {width} × {height}: {one.GetString()}")];
    });

    private async Task OnEveryPageAsync(Func<IPage, string, Task<List<string>>> look)
    {
        Browsing.SkipWithoutBrowser();
        var known = await KnownAsync();
        await using var browsing = await Browsing.StartAsync(served);
        List<string> faults = [.. await look(await OnSignInAsync(browsing), "/sign-in")];
        HashSet<string> seen = [];
        foreach (var role in new[] { Role.Doctor, Role.Administrator })
        {
            var page = await browsing.OpenAsync(role);
            foreach (var address in Addresses(known).Where(address => !seen.Contains(address)))
            {
                var probe = await page.APIRequest.GetAsync(address, new() { MaxRedirects = 0 });
                if (probe.Status != 200 || !probe.Headers.TryGetValue("content-type", out var type) || !type.StartsWith("text/html", StringComparison.Ordinal)) continue;
                seen.Add(address);
                await page.SetViewportSizeAsync(1360, 900);
                await page.GotoAsync(address);
                faults.AddRange(await look(page, address));
            }
        }

        Assert.True(seen.Count >= FewestPages, string.Join(", ", seen));
        Assert.Contains($"/train/{known.Trial}", seen);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>Where LUCARNE_SCREENSHOTS names a folder, a picture of each page is left there.</summary>
    private static async Task ShootAsync(IPage page, string address, ColorScheme light)
    {
        if (Environment.GetEnvironmentVariable("LUCARNE_SCREENSHOTS") is not { } folder) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{address.Trim('/').Replace('/', '-')}.{light}.png"), FullPage = true });
    }

    private static async Task<IPage> OnSignInAsync(Browsing browsing)
    {
        var page = await browsing.OpenAsync(null);
        await page.GotoAsync("/sign-in");
        return page;
    }

    private IEnumerable<string> Addresses((long Study, long Patient, long Trial) known) =>
        from endpoint in served.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false
        let pattern = endpoint.RoutePattern.RawText!
        let path = "/" + pattern.Trim('/')
        where !NoPages.Any(no => path.StartsWith(no, StringComparison.Ordinal)) && !path.EndsWith(Stream, StringComparison.Ordinal)
        let address = Part().Replace(path, match => (path.Split('/')[1], match.Groups[1].Value) switch
        {
            ("studies", "id") => known.Study.ToString(CultureInfo.InvariantCulture),
            ("patients", "id") => known.Patient.ToString(CultureInfo.InvariantCulture),
            ("train", "id") => known.Trial.ToString(CultureInfo.InvariantCulture),
            ("models", "name") => "kidneys",
            ("data", "folder") => "drawn",
            _ => "1",
        })
        select address;

    /// <summary>A study with an answer, a comment and a measurement, and a training with curves and a log, so that their pages have something of everything.</summary>
    private async Task<(long Study, long Patient, long Trial)> KnownAsync()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var response = await doctor.DropAsync(served.Slice("tumor", 6), record: "A-1");
        var id = long.Parse(response.Headers.Location!.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture);
        await served.Clinic.Decisions.AddAsync(new DecisionEntry { StudyId = id, Kind = DecisionKind.Comments, Comment = "seen" }, "doctor");
        var patient = (await served.Clinic.Studies.GetAsync(id)).PatientId;
        foreach (var month in new[] { 1, 3 })
            await served.Clinic.Measurements.AddAsync(new() { PatientId = patient, MeasuredOn = new DateOnly(2025, month, 1), CreatinineMgDl = 0.6, HeightCm = 110 }, "doctor");
        return (id, patient, await served.TrialAsync("looked-at"));
    }

    [GeneratedRegex(@"\{(\w+)(:\w+)?\}")]
    private static partial Regex Part();
}
