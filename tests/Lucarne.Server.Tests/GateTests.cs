using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace Lucarne.Server.Tests;

/// <summary>What stands before every request: how often one may ask, and whom a proxy may speak for.</summary>
public sealed class GateTests
{
    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.2");
    private static readonly IPAddress Stranger = IPAddress.Parse("203.0.113.9");

    [Fact]
    public async Task Passwords_cannot_be_tried_quickly_from_one_address_and_others_are_not_kept_out()
    {
        await using var server = await BareServer.StartAsync(options => options with { SignInsPerMinute = 3 });
        for (var i = 0; i < 3; i++) Assert.NotEqual(429, (await AskAsync(server, "POST", "/sign-in", Stranger)).Response.StatusCode);
        var refused = (await AskAsync(server, "POST", "/sign-in", Stranger)).Response;
        Assert.Equal((429, "application/problem+json"), (refused.StatusCode, refused.ContentType));
        Assert.InRange(int.Parse(refused.Headers.RetryAfter!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        using var problem = await JsonDocument.ParseAsync(refused.Body);
        Assert.Contains("too many requests", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(429, (await AskAsync(server, "POST", "/sign-in", Proxy)).Response.StatusCode);
    }

    [Fact]
    public async Task One_caller_that_asks_without_end_is_slowed_down_and_this_machine_is_not()
    {
        await using var server = await BareServer.StartAsync(options => options with { RequestsPerMinute = 60 });
        var statuses = new List<int>();
        for (var i = 0; i < 40; i++) statuses.Add((await AskAsync(server, "GET", "/sign-in", Stranger)).Response.StatusCode);
        Assert.Equal(200, statuses[0]);
        Assert.Equal(429, statuses[^1]);
        for (var i = 0; i < 40; i++) Assert.Equal(200, (await AskAsync(server, "GET", "/sign-in", IPAddress.Loopback)).Response.StatusCode);
    }

    [Fact]
    public async Task Behind_its_proxy_the_session_cookie_is_kept_to_https_and_the_clients_address_counts()
    {
        await using var server = await BareServer.StartAsync(options => options with { Proxies = Proxies.Parse("10.0.0.2"), SignInsPerMinute = 2 });
        var page = (await AskAsync(server, "GET", "/sign-in", Proxy, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "198.51.100.1"))).Response;
        Assert.Contains("secure", page.Headers.SetCookie.ToString(), StringComparison.OrdinalIgnoreCase);
        for (var i = 0; i < 2; i++) Assert.NotEqual(429, (await AskAsync(server, "POST", "/sign-in", Proxy, ("X-Forwarded-For", "198.51.100.1"))).Response.StatusCode);
        Assert.Equal(429, (await AskAsync(server, "POST", "/sign-in", Proxy, ("X-Forwarded-For", "198.51.100.1"))).Response.StatusCode);
        Assert.NotEqual(429, (await AskAsync(server, "POST", "/sign-in", Proxy, ("X-Forwarded-For", "198.51.100.2"))).Response.StatusCode);
    }

    [Fact]
    public async Task A_stranger_cannot_speak_for_others_nor_pass_for_this_machine()
    {
        await using var server = await BareServer.StartAsync(options => options with { Proxies = Proxies.Parse("10.0.0.2"), SignInsPerMinute = 2 });
        var page = (await AskAsync(server, "GET", "/sign-in", Stranger, ("X-Forwarded-Proto", "https"))).Response;
        Assert.DoesNotContain("secure", page.Headers.SetCookie.ToString(), StringComparison.OrdinalIgnoreCase);
        // A new address each time would be a new allowance each time.
        for (var i = 0; i < 2; i++) await AskAsync(server, "POST", "/sign-in", Stranger, ("X-Forwarded-For", $"198.51.100.{i}"));
        Assert.Equal(429, (await AskAsync(server, "POST", "/sign-in", Stranger, ("X-Forwarded-For", "198.51.100.77"))).Response.StatusCode);
        Assert.Equal(401, (await AskAsync(server, "GET", "/metrics", Stranger, ("X-Forwarded-For", "127.0.0.1"))).Response.StatusCode);
        Assert.Equal(401, (await AskAsync(server, "GET", "/metrics", Proxy, ("X-Forwarded-For", "127.0.0.1, 203.0.113.9"))).Response.StatusCode);
    }

    [Theory]
    [InlineData("10.0.0")]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/99")]
    public void A_proxy_that_is_no_address_is_refused_in_a_sentence(string text) => Assert.Contains("--proxy", Assert.Throws<ArgumentException>(() => Proxies.Parse(text)).Message, StringComparison.Ordinal);

    private static Task<HttpContext> AskAsync(BareServer server, string method, string path, IPAddress from, params (string Name, string Value)[] headers) =>
        server.App.GetTestServer().SendAsync(context =>
        {
            (context.Request.Method, context.Request.Path, context.Connection.RemoteIpAddress) = (method, path, from);
            foreach (var (name, value) in headers) context.Request.Headers[name] = value;
        });
}
