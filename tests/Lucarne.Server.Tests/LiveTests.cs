using System.Net;
using System.Text.Json;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests;

/// <summary>Server-sent events: what a page that is open hears.</summary>
[Collection("served clinic")]
public sealed class LiveTests(ServedClinic served)
{
    [Fact]
    public async Task A_job_is_followed_from_the_queue_to_its_end_with_each_line_of_its_log_once()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        Assert.Equal(HttpStatusCode.Found, (await doctor.DropAsync([.. "PK\u0003\u0004"u8, .. new byte[400]], "scan.zip", "L-1")).StatusCode);
        var id = (await served.Clinic.Jobs.ListAsync(kind: JobKind.Import, limit: 1))[0].Id;
        var events = await doctor.HearAsync($"/api/v1/jobs/{id}/events", _ => false);
        Assert.Equal("end", events[^1].EventType);
        Assert.Single(events, item => item.EventType == "end");
        Assert.Contains(events, item => item.EventType == "progress");
        using var end = JsonDocument.Parse(events[^1].Data);
        Assert.Equal("Failed", end.RootElement.GetProperty("status").GetString());
        Assert.NotEmpty(end.RootElement.GetProperty("failure").GetString()!);
        Assert.DoesNotContain("L-1", string.Concat(events.Select(item => item.Data)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_again_hears_only_the_lines_that_came_after()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var job = await served.Clinic.Jobs.AddAsync(new JobEntry { Kind = JobKind.Report, PayloadJson = "{\"run\":\"nowhere\"}" }, "test");
        await doctor.HearAsync($"/api/v1/jobs/{job.Id}/events", _ => false);
        foreach (var text in new[] { "first", "second", "third" }) await served.Clinic.Queue.LogAsync(new JobLease(job, 0), text, default);
        var events = await doctor.HearAsync($"/api/v1/jobs/{job.Id}/events", _ => false, last: "1");
        Assert.Equal(["second", "third"], events.Where(item => item.EventType == "line").Select(item => JsonDocument.Parse(item.Data).RootElement.GetProperty("text").GetString()));
        Assert.Equal(["2", "3"], events.Where(item => item.EventType == "line").Select(item => item.EventId));
    }

    [Fact]
    public async Task An_open_page_hears_that_a_study_has_come_and_not_who_opened_one()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var began = (await served.Clinic.Audit.LastNumberAsync()).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var response = await doctor.DropAsync(served.Slice("cyst", 5), record: "L-2");
        await doctor.PageAsync(response.Headers.Location!.OriginalString);
        await served.Clinic.Studies.AddAsync(new Lucarne.Clinic.Studies.StudyEntry { PatientId = (await served.Clinic.Patients.FindAsync("L-2"))!.Id }, "test");
        var events = await doctor.HearAsync("/api/v1/events", item => item.Count(one => one.Data.Contains("study.added", StringComparison.Ordinal)) == 2, began);
        Assert.Equal("ready", events[0].EventType);
        Assert.Contains(events, item => item.Data.Contains("finding.added", StringComparison.Ordinal));
        Assert.DoesNotContain(events, item => item.Data.Contains("opened", StringComparison.Ordinal) || item.Data.Contains("user", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_a_problem_and_no_stream()
    {
        var response = await (await served.SignedInAsync(Role.Reader)).GetAsync("/api/v1/jobs/999999/events");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Jobs_are_listed_page_by_page()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        for (var i = 0; i < 3; i++) await served.Clinic.Jobs.AddAsync(new JobEntry { Kind = JobKind.Report, PayloadJson = "{\"run\":\"nowhere\"}" }, "test");
        var seen = new List<long>();
        for (string? next = "/api/v1/jobs?kind=report&limit=2"; next is not null && seen.Count < 100;)
        {
            using var page = JsonDocument.Parse(await (await doctor.GetAsync(next)).Content.ReadAsStringAsync());
            seen.AddRange(page.RootElement.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetInt64()));
            next = page.RootElement.GetProperty("next").GetString();
        }

        Assert.Equal((await served.Clinic.Jobs.ListAsync(kind: JobKind.Report, limit: 100)).Select(job => job.Id), seen);
        Assert.Equal(HttpStatusCode.BadRequest, (await doctor.GetAsync("/api/v1/jobs?status=asleep")).StatusCode);
    }
}
