using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests;

/// <summary>POST /predict: one picture in, one answer out.</summary>
[Collection("served clinic")]
public sealed class PredictTests(ServedClinic served)
{
    private static readonly byte[] PngStart = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A];

    [Fact]
    public async Task A_picture_gets_the_four_fields_of_the_contract()
    {
        var answer = await AnswerAsync(await SendAsync(served.Slice()), HttpStatusCode.OK);
        var probabilities = answer.GetProperty("probabilities").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble());
        Assert.Equal(["cyst", "normal", "stone", "tumor"], probabilities.Keys.Order());
        Assert.Equal(1, probabilities.Values.Sum(), 1e-9);
        Assert.Equal(probabilities.MaxBy(pair => pair.Value).Key, answer.GetProperty("predicted_class").GetString());
        Assert.Equal(probabilities.Values.Max(), answer.GetProperty("confidence").GetDouble());
        Assert.Contains("never a diagnosis", answer.GetProperty("notice").GetString(), StringComparison.Ordinal);
        Assert.Contains("kidney-phantom", answer.GetProperty("model").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_come_together_get_the_answers_they_get_alone()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        string[] classes = ["cyst", "normal", "stone", "tumor"];
        var slices = Enumerable.Range(0, 40).Select(i => served.Slice(classes[i % 4], i / 4)).ToList();
        var alone = new List<string>();
        foreach (var slice in slices.Take(4)) alone.Add(await (await doctor.SendAsync(HttpMethod.Post, "/predict", Visitor.Multipart(slice))).Content.ReadAsStringAsync());
        var together = await Task.WhenAll(slices.Select(slice => doctor.SendAsync(HttpMethod.Post, "/predict", Visitor.Multipart(slice))));
        for (var i = 0; i < 4; i++)
        {
            var (one, other) = (JsonDocument.Parse(alone[i]).RootElement, await AnswerAsync(together[i], HttpStatusCode.OK));
            Assert.Equal(one.GetProperty("confidence").GetDouble(), other.GetProperty("confidence").GetDouble(), 1e-4);
            Assert.Equal(one.GetProperty("predicted_class").GetString(), other.GetProperty("predicted_class").GetString());
        }

        Assert.All(together, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    // Enumerated while it runs: xunit would write the largest picture's bytes down one by one as it looks for tests, which took five gigabytes.
    public static TheoryData<string, byte[], HttpStatusCode, string> Wrong => new()
    {
        { "empty", [], HttpStatusCode.UnprocessableEntity, "no bytes" },
        { "text", Encoding.UTF8.GetBytes("this is no picture at all"), HttpStatusCode.UnsupportedMediaType, "expected PNG" },
        { "page", Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>"), HttpStatusCode.UnsupportedMediaType, "no picture" },
        { "start of a PNG", [.. PngStart, .. new byte[100]], HttpStatusCode.UnprocessableEntity, "PNG" },
        { "JPEG of zeros", [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[200]], HttpStatusCode.UnprocessableEntity, "JPEG" },
        { "BMP of zeros", [.. "BM"u8, .. new byte[200]], HttpStatusCode.UnprocessableEntity, "" },
        { "TIFF of zeros", [.. "II*\0"u8, .. new byte[200]], HttpStatusCode.UnprocessableEntity, "" },
        { "too large", [.. PngStart, .. new byte[ServedClinic.LargestPicture]], HttpStatusCode.RequestEntityTooLarge, "4 MiB" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_picture_is_refused_in_a_sentence(string what, byte[] content, HttpStatusCode status, string words)
    {
        var problem = await AnswerAsync(await SendAsync(content, $"{what}.png"), status);
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_a_file_and_a_body_that_is_no_form_are_refused()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var other = await doctor.SendAsync(HttpMethod.Post, "/predict", Visitor.Multipart(served.Slice(), field: "image"));
        Assert.Contains("'file'", (await AnswerAsync(other, HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await doctor.SendAsync(HttpMethod.Post, "/predict", JsonContent.Create(new { file = "x" }))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.SendAsync(HttpMethod.Post, "/predict?model=nothing", Visitor.Multipart(served.Slice()))).StatusCode);
    }

    [Fact]
    public async Task A_reading_process_that_is_killed_is_replaced_and_the_server_goes_on()
    {
        await SendAsync(served.Slice());
        var before = served.Room.ProcessId!.Value;
        using (var process = Process.GetProcessById(before))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        await AnswerAsync(await SendAsync(served.Slice()), HttpStatusCode.OK);
        Assert.NotEqual(before, served.Room.ProcessId!.Value);
    }

    [Fact]
    public async Task A_model_out_of_service_answers_nobody_until_it_is_put_back()
    {
        var (scientist, doctor) = (await served.SignedInAsync(Role.DataScientist), await served.SignedInAsync(Role.Doctor));
        var study = (await doctor.DropAsync(served.Slice("cyst", 3), record: "P-90", model: "kidneys")).Headers.Location!.OriginalString;
        async Task ServeAsync(bool on) => Assert.Equal(HttpStatusCode.Found, (await scientist.PostAsync("/models/kidneys/service", "/models/kidneys", ("in", on ? "true" : "false"))).StatusCode);
        async Task<HttpStatusCode> AskAsync() => (await doctor.SendAsync(HttpMethod.Post, "/predict?model=kidneys", Visitor.Multipart(served.Slice()))).StatusCode;
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        await ServeAsync(false);
        try
        {
            Assert.NotEqual(HttpStatusCode.OK, await AskAsync());
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await doctor.DropAsync(served.Slice("cyst", 4), record: "P-91", model: "kidneys")).StatusCode);
            Assert.Contains("out of service", await scientist.PageAsync("/models"), StringComparison.Ordinal);
            Assert.Contains("Put it back into service", await scientist.PageAsync("/models/kidneys"), StringComparison.Ordinal);
            // What it said before still speaks the recipe's words.
            Assert.Contains("What the model says", await doctor.PageAsync(study), StringComparison.Ordinal);
        }
        finally
        {
            await ServeAsync(true);
        }

        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        Assert.True((await served.Clinic.Models.DefaultAsync(Learning.Recipes.RecipeTask.Classification))!.IsDefault);
    }

    [Fact]
    public async Task A_key_predicts_with_its_scope_only()
    {
        var with = await served.Clinic.ApiKeys.AddAsync("a program", ["predict"], null, "test");
        var without = await served.Clinic.ApiKeys.AddAsync("another", ["read"], null, "test");
        async Task<HttpStatusCode> Status(string? key, string path) => (await new Visitor(Server) { Key = key }.SendAsync(path == "/predict" ? HttpMethod.Post : HttpMethod.Get, path, path == "/predict" ? Visitor.Multipart(served.Slice()) : null)).StatusCode;
        Assert.Equal(HttpStatusCode.OK, await Status(with.Secret, "/predict"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(without.Secret, "/predict"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(with.Secret, "/api/v1/studies"));
        Assert.Equal(HttpStatusCode.OK, await Status(without.Secret, "/api/v1/studies"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(with.Secret + "0", "/predict"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(without.Secret, "/admin"));
        await served.Clinic.ApiKeys.RevokeAsync(with.Key.Id, "test");
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(with.Secret, "/predict"));
    }

    private Microsoft.AspNetCore.TestHost.TestServer Server => (Microsoft.AspNetCore.TestHost.TestServer)served.App.Services.GetService(typeof(Microsoft.AspNetCore.Hosting.Server.IServer))!;

    private async Task<HttpResponseMessage> SendAsync(byte[] content, string name = "slice.png") =>
        await (await served.SignedInAsync(Role.Doctor)).SendAsync(HttpMethod.Post, "/predict", Visitor.Multipart(content, name));

    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode} where {expected} is expected: {text}");
        if (expected != HttpStatusCode.OK) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }
}
