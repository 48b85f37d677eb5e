using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.TestHost;

namespace Lucarne.Server.Tests;

/// <summary>A browser: keeps cookies, sends forms with the token of the page they are on, follows nothing by itself.</summary>
internal sealed partial class Visitor(Func<HttpClient> clientOf)
{
    private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(4);

    private readonly CookieContainer _cookies = new();
    private readonly Uri _home = new("http://localhost/");

    public Visitor(TestServer server) : this(server.CreateClient)
    {
    }

    public string? Language { get; init; }

    public string? Key { get; set; }

    /// <summary>When this visitor gives up a request that is under way, as one whose connection breaks.</summary>
    public CancellationToken Patience { get; set; }

    /// <summary>The same visitor as a program that shows a key.</summary>
    public Visitor WithKey(string key)
    {
        Key = key;
        return this;
    }

    public string Cookie(string name) => _cookies.GetCookies(_home)[name]?.Value ?? "";

    public void SetCookie(string name, string value) => _cookies.Add(_home, new Cookie(name, value));

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<string> PageAsync(string path)
    {
        var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answers {response.StatusCode}: {text}");
        return WebUtility.HtmlDecode(text);
    }

    /// <summary>Sends a form with the token of a page.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string page, params (string Name, string Value)[] fields) =>
        await SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", await TokenAsync(page))).Select(field => KeyValuePair.Create(field.Item1, field.Item2))));

    /// <summary>Sends a form without any token.</summary>
    public Task<HttpResponseMessage> PostBareAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Drops a picture; gives the address that the server leads to.</summary>
    public async Task<HttpResponseMessage> DropAsync(byte[] picture, string name = "slice.png", string record = "", string model = "")
    {
        var form = Multipart(picture, name);
        form.Add(new StringContent(record), "record");
        if (model.Length > 0) form.Add(new StringContent(model), "model");
        form.Add(new StringContent(await TokenAsync("/")), "__RequestVerificationToken");
        return await SendAsync(HttpMethod.Post, "/drop", form);
    }

    public static MultipartFormDataContent Multipart(byte[] picture, string name = "slice.png", string field = "file") =>
        new() { Part(picture, name, field) };

    /// <summary>A part whose name is sent as it is, whatever it holds: no browser would, and an attacker does.</summary>
    private static ByteArrayContent Part(byte[] bytes, string name, string field)
    {
        var part = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{field}\"; filename=\"{name.Replace("\"", "%22", StringComparison.Ordinal)}\"");
        return part;
    }

    public async Task SignInAsync(string name, string password)
    {
        var response = await PostAsync("/sign-in", "/sign-in", ("name", name), ("password", password));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    /// <summary>Asks, and returns as soon as the answer begins: a stream of events ends late.</summary>
    public Task<HttpResponseMessage> BeginAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, content, HttpCompletionOption.ResponseHeadersRead, headers);

    /// <summary>The events of a stream until it ends or enough were heard.</summary>
    public async Task<IReadOnlyList<SseItem<string>>> HearAsync(string path, Func<IReadOnlyList<SseItem<string>>, bool> isEnough, string? last = null)
    {
        using var limit = new CancellationTokenSource(LongestStream);
        using var response = await BeginAsync(HttpMethod.Get, path, null, last is null ? [] : [("Last-Event-ID", last)]);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token))
        {
            events.Add(item);
            if (isEnough(events)) break;
        }

        return events;
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead, params (string Name, string Value)[] headers)
    {
        var client = clientOf();
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (_cookies.GetCookieHeader(_home) is { Length: > 0 } cookies) request.Headers.Add("Cookie", cookies);
        if (Language is not null) request.Headers.Add("Accept-Language", Language);
        if (Key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await client.SendAsync(request, until, Patience);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : []) _cookies.SetCookies(_home, cookie.Replace(",", "", StringComparison.Ordinal));
        return response;
    }

    /// <summary>The token that the forms of a page carry.</summary>
    public Task<string> FormTokenAsync(string page) => TokenAsync(page);

    private async Task<string> TokenAsync(string page) => Token().Match(await (await GetAsync(page)).Content.ReadAsStringAsync()).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
