using System.Globalization;
using System.Net;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests;

/// <summary>Data that is looked into and trained on from the dashboard, by whoever may.</summary>
[Collection("served clinic")]
public sealed class TrainingTests(ServedClinic served)
{
    [Fact]
    public async Task A_training_is_started_watched_and_answers_nobody_until_it_is_kept()
    {
        var scientist = await served.SignedInAsync(Role.DataScientist);
        var started = await scientist.PostAsync("/train", "/train", ("recipe", "tiny"), ("folder", "drawn"), ("name", "second"), ("epochs", "1"));
        Assert.Equal(HttpStatusCode.Found, started.StatusCode);
        var page = started.Headers.Location!.OriginalString;
        // Who trains hears of the training, and of no other job.
        var events = await scientist.HearAsync(page + "/events", _ => false);
        Assert.Contains(events, item => item.EventType == "line" && item.Data.Contains("epoch 1:", StringComparison.Ordinal));
        var id = long.Parse(page.Split('/')[^1], CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.Forbidden, (await scientist.GetAsync($"/api/v1/jobs/{id}/events")).StatusCode);
        var job = await served.Clinic.Jobs.GetAsync(id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var done = await scientist.PageAsync(page);
        foreach (var expected in new[] { "ready to be kept", "Loss by epoch", "Accuracy", "Not clinically validated", "epoch 1:" }) Assert.Contains(expected, done, StringComparison.Ordinal);
        Assert.DoesNotContain(await served.Clinic.Models.ListAsync(), model => model.Name == "second");
        Assert.Equal(HttpStatusCode.NotFound, (await scientist.GetAsync("/models/second")).StatusCode);

        // The second is not kept for the other tests: the newest run would answer by default.
        Assert.Equal(HttpStatusCode.Found, (await scientist.PostAsync(page + "/discard", page)).StatusCode);
        Assert.Contains("discarded", await scientist.PageAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await scientist.PostAsync(page + "/keep", "/train")).StatusCode);
    }

    [Theory]
    [InlineData("tiny", "drawn", "../runs", "", HttpStatusCode.UnprocessableEntity)]
    [InlineData("tiny", "drawn", "kidneys", "", HttpStatusCode.UnprocessableEntity)]
    [InlineData("tiny", "drawn", "third", "0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("tiny", "drawn", "third", "many", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/etc/passwd", "drawn", "third", "", HttpStatusCode.UnprocessableEntity)]
    [InlineData("tiny", "..", "third", "", HttpStatusCode.NotFound)]
    [InlineData("tiny", "../pictures", "third", "", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_trained_is_refused_and_starts_nothing(string recipe, string folder, string name, string epochs, HttpStatusCode status)
    {
        var scientist = await served.SignedInAsync(Role.DataScientist);
        var before = (await served.Clinic.Jobs.ListAsync(kind: JobKind.Train)).Count;
        Assert.Equal(status, (await scientist.PostAsync("/train", "/train", ("recipe", recipe), ("folder", folder), ("name", name), ("epochs", epochs))).StatusCode);
        Assert.Equal(before, (await served.Clinic.Jobs.ListAsync(kind: JobKind.Train)).Count);
    }

    [Fact]
    public async Task A_training_that_a_command_started_elsewhere_is_not_shown_or_discarded_here()
    {
        var scientist = await served.SignedInAsync(Role.DataScientist);
        var job = await served.Clinic.Jobs.AddAsync(new TrainPayload { Recipe = "tiny", Data = "nowhere", Run = Path.Combine(served.Options.Home, "runs", "kidneys"), Name = "kidneys" }.ToJob(), "test");
        await served.Clinic.Jobs.CancelAsync(job.Id, "test");
        Assert.Equal(HttpStatusCode.NotFound, (await scientist.GetAsync($"/train/{job.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await scientist.PostAsync($"/train/{job.Id}/discard", "/train")).StatusCode);
        Assert.True(Directory.Exists(Path.Combine(served.Options.Home, "runs", "kidneys")));
    }

    [Fact]
    public async Task A_folder_is_looked_into_by_a_worker_and_its_report_is_served()
    {
        var scientist = await served.SignedInAsync(Role.DataScientist);
        Assert.Contains("nobody has looked yet", await scientist.PageAsync("/data"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await scientist.PostAsync("/data/drawn/check", "/data/drawn", ("recipe", "tiny"))).StatusCode);
        var job = await served.EndOfAsync((await served.Clinic.Jobs.ListAsync(kind: JobKind.Check, limit: 1))[0].Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var page = await scientist.PageAsync("/data/drawn");
        foreach (var expected in new[] { "The whole report", "Copies", "tumor" }) Assert.Contains(expected, page, StringComparison.Ordinal);
        var report = await scientist.GetAsync("/data/drawn/report");
        Assert.Equal("text/html", report.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("sandbox", report.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
