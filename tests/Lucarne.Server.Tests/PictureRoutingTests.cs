using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Lucarne.Clinic;
using Lucarne.Clinic.Users;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Microsoft.AspNetCore.TestHost;

namespace Lucarne.Server.Tests;

/// <summary>A picture sent without a model's name finds the one for its kind, or is refused in words.</summary>
[Collection("served clinic")]
public sealed class PictureRoutingTests(ServedClinic served) : IAsyncLifetime
{
    private readonly string _home = Path.Combine(Path.GetTempPath(), $"lucarne-routing-{Guid.NewGuid():N}");

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_home, "runs"));
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_home, recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slice_goes_to_the_model_for_slices_and_noise_to_none(bool rulesOut)
    {
        Copy(Path.Combine(served.Options.Home, "runs", "kidneys"), Path.Combine(_home, "runs", "kidneys"));
        Copy(Path.Combine(served.Options.Home, "runs", "kidneys"), Path.Combine(_home, "runs", "second"));
        var second = Path.Combine(_home, "runs", "second", "recipe.yaml");
        File.WriteAllText(second, File.ReadAllText(second).Replace("name: \"kidney-phantom\"", "name: \"kidney-second\"", StringComparison.Ordinal));
        TrainKinds();
        if (!rulesOut) RuleNothingOut();
        var options = served.Options with { Home = _home, Role = ServerRole.Web };
        Directory.CreateDirectory(options.Kept);
        await using var clinic = await ClinicDatabase.OpenAsync(options.Connection, options.Files, TimeProvider.System);
        await using var app = LucarneServer.Build(options, clinic, builder => builder.WebHost.UseTestServer());
        await clinic.Users.AddAsync(new UserEntry { SignInName = "doctor", DisplayName = "D", Role = Role.Doctor, PasswordHash = new Security.Passwords(clinic, TimeProvider.System).Hash(ServedClinic.Password) }, "test");
        await app.StartAsync();
        var doctor = new Visitor(app.GetTestServer());
        await doctor.SignInAsync("doctor", ServedClinic.Password);
        Assert.Contains("Whichever fits the picture", await doctor.PageAsync("/"), StringComparison.Ordinal);

        var slice = await doctor.DropAsync(served.Slice("cyst", 7), record: "K-1");
        Assert.True(slice.StatusCode == HttpStatusCode.Found, await slice.Content.ReadAsStringAsync());
        var page = await doctor.PageAsync(slice.Headers.Location!.OriginalString);
        // The likeliest kind's model answers; what told the kinds apart stands beside it, and where that rules nothing out the other kind's model too.
        var findings = await clinic.Findings.OfStudyAsync(long.Parse(slice.Headers.Location.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture));
        // Which kind that is a network of four epochs may see wrongly; it must be followed all the same.
        var kind = findings[1];
        string[] models = kind.Probabilities["slice"] > kind.Probabilities["noise"] ? ["kidneys", "second"] : ["second", "kidneys"];
        Assert.Equal([models[0], "kinds"], findings.Take(2).Select(finding => finding.ModelName));
        if (!rulesOut) Assert.Equal([models[1]], findings.Skip(2).Select(finding => finding.ModelName));
        Assert.All(findings, finding => Assert.Equal(1, finding.Probabilities.Values.Sum(), 6));
        foreach (var expected in new[] { "What other models saw", "Slice or noise", string.Create(CultureInfo.InvariantCulture, $"{(kind.PredictedClass == "slice" ? "Slice" : "Noise")} ({100 * kind.Confidence:0.0}") }) Assert.Contains(expected, page, StringComparison.Ordinal);
        foreach (var finding in findings) Assert.Contains(finding.ModelVersion[..8], page, StringComparison.Ordinal);

        var noise = await doctor.DropAsync(Noise(99), record: "K-2");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noise.StatusCode);
        Assert.Contains("A person must read it", await noise.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await clinic.Patients.FindAsync("K-2"));

        // A model that is not there is not replaced by another, and a program is routed as a person is.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await doctor.DropAsync(served.Slice("cyst", 7), record: "K-3", model: "removed")).StatusCode);
        Assert.Null(await clinic.Patients.FindAsync("K-3"));
        var token = await doctor.FormTokenAsync("/worklist");
        var sent = await ProgramAsync(served.Slice("cyst", 7), "K-4");
        Assert.True(sent.StatusCode == HttpStatusCode.Created, await sent.Content.ReadAsStringAsync());
        var routed = await clinic.Findings.OfStudyAsync(JsonNode.Parse(await sent.Content.ReadAsStringAsync())!["id"]!.GetValue<long>());
        Assert.Equal(findings.Select(finding => finding.ModelName), routed.Select(finding => finding.ModelName));
        var refused = await ProgramAsync(Noise(99), "K-5");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("A person must read it", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await clinic.Patients.FindAsync("K-5"));
        await app.StopAsync();

        Task<HttpResponseMessage> ProgramAsync(byte[] picture, string record)
        {
            var form = Visitor.Multipart(picture);
            form.Add(new StringContent(record), "record");
            return doctor.BeginAsync(HttpMethod.Post, "/api/v1/studies", form, ("RequestVerificationToken", token));
        }
    }

    /// <summary>A network that tells drawn slices from noise, which it learns in moments.</summary>
    private void TrainKinds()
    {
        var data = Path.Combine(_home, "kinds");
        foreach (var name in new[] { "slice", "noise" }) Directory.CreateDirectory(Path.Combine(data, name));
        foreach (var (place, file) in Directory.EnumerateFiles(served.Pictures, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Index()) File.Copy(file, Path.Combine(data, "slice", $"{place}.png"));
        for (var i = 0; i < 40; i++) File.WriteAllBytes(Path.Combine(data, "noise", $"{i}.png"), Noise(i));
        var recipe = Path.Combine(_home, "kinds.yaml");
        File.WriteAllText(recipe, """
            name: kinds
            task: classification
            title: { en: "Slice or noise", fr: "Coupe ou bruit" }
            description: { en: "Tells drawn slices from noise.", fr: "Distingue des coupes dessinées du bruit." }
            classes:
              - { name: slice, label: { en: Slice, fr: Coupe } }
              - { name: noise, label: { en: Noise, fr: Bruit } }
            input: { size: 32, channels: 1, normalisation: z-score }
            network: { name: resnet18, weights: none, width: 0.125, head: [] }
            train: { epochs: 4, batch_size: 16, optimizer: { name: adamw, learning_rate: 0.01 }, early_stopping: 0 }
            evaluate: { bootstrap: 100 }
            routes: { slice: kidney-phantom, noise: kidney-second }
            """);
        TrainingRun.Execute(new TrainingRequest
        {
            Recipe = Recipe.Load(recipe, _home, null, []),
            Data = data,
            Out = Path.Combine(_home, "runs", "kinds"),
            CacheFolder = Path.Combine(_home, "cache"),
            WeightFolders = [],
            Chapters = InsightChapters.All(),
        }, TimeProvider.System, null, CancellationToken.None);
    }

    /// <summary>Of a set's bound, 1 minus the least probability of a class in it, 1 lets every class in.</summary>
    private void RuleNothingOut()
    {
        var path = Path.Combine(_home, "runs", "kinds", "certainty.json");
        var record = JsonNode.Parse(File.ReadAllText(path))!;
        record["sets"]!["bound"] = 1.0;
        File.WriteAllText(path, record.ToJsonString());
    }

    private static byte[] Noise(int seed)
    {
        // Knuth's linear congruential generator (MMIX), whose high bits are used.
        var state = (ulong)seed;
        var pixels = new byte[96 * 96];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)((state = (state * 6364136223846793005) + 1442695040888963407) >> 56);
        return PictureWriter.ToPng(Picture.From8Bit(96, 96, 1, pixels));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }
}
