using System.Net;
using System.Text.Json;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests.Faults;

/// <summary>
/// Whatever is sent: an answer in a sentence, nothing half-written, nothing outside, and the server reads the next picture. One server for all
/// of the files, as it would be.
/// </summary>
[Collection("served clinic")]
public sealed class HostileUploadTests(ServedClinic served)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private static readonly HttpStatusCode[] Refusals = [HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnprocessableEntity];

    private readonly string _escape = $"lucarne-escaped-{Guid.NewGuid():N}";

    [Fact]
    public void There_are_two_hundred_of_them_at_least() =>
        Assert.InRange(HostileFiles.Pictures().Count() + HostileFiles.Scans().Count() + HostileFiles.Archives(_escape).Count() + HostileFiles.Names().Count(), 200, 400);

    [Fact]
    public async Task A_hostile_picture_is_read_or_refused_in_a_sentence_and_the_next_one_is_read()
    {
        var sender = served.Nobody().WithKey(await KeyAsync("predict"));
        var faults = new List<string>();
        foreach (var file in HostileFiles.Pictures())
        {
            using var response = await sender.SendAsync(HttpMethod.Post, "/predict", Visitor.Multipart(file.Bytes, file.Name));
            if (response.StatusCode != HttpStatusCode.OK && await FaultOf(response) is { } fault) faults.Add($"{file.Case}: {fault}");
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        await StillSoundAsync();
    }

    [Fact]
    public async Task A_hostile_scan_or_archive_ends_as_a_study_or_in_a_sentence_and_nothing_lies_outside()
    {
        var sender = served.Nobody().WithKey(await KeyAsync("write"));
        var faults = new List<string>();
        var jobs = new List<(HostileFile File, long Id)>();
        foreach (var file in HostileFiles.Scans().Concat(HostileFiles.Archives(_escape)))
        {
            using var response = await sender.SendAsync(HttpMethod.Post, "/api/v1/studies", Visitor.Multipart(file.Bytes, file.Name));
            if (response.StatusCode == HttpStatusCode.Accepted) jobs.Add((file, (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync())).RootElement.GetProperty("id").GetInt64()));
            else if (response.StatusCode != HttpStatusCode.Created && await FaultOf(response) is { } fault) faults.Add($"{file.Case}: {fault}");
        }

        Assert.InRange(jobs.Count, 60, 400);
        using var limit = new CancellationTokenSource(Longest);
        foreach (var (file, id) in jobs)
        {
            Job job;
            while (!(job = await served.Clinic.Jobs.GetAsync(id, limit.Token)).IsOver) await Task.Delay(100, limit.Token);
            if (job.Status == JobStatus.Done) continue;
            if (job.Failure is not { Length: > 10 } failure || failure.Contains("   at ", StringComparison.Ordinal) || failure.Contains("fault of Lucarne's own", StringComparison.Ordinal)) faults.Add($"{file.Case}: {job.Status}, {job.Failure}");
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), $"*{_escape}*"));
        Assert.Empty(Directory.EnumerateFiles(served.Options.Home, $"*{_escape}*", SearchOption.AllDirectories));
        await StillSoundAsync();
    }

    [Fact]
    public async Task Hostile_names_are_shown_as_text_and_lead_nowhere()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var sender = served.Nobody().WithKey(await KeyAsync("write", "read"));
        var faults = new List<string>();
        foreach (var (name, record) in HostileFiles.Names())
        {
            var form = Visitor.Multipart(served.Slice("cyst", 8), name);
            form.Add(new StringContent(record), "record");
            using var response = await sender.SendAsync(HttpMethod.Post, "/api/v1/studies", form);
            if (response.StatusCode != HttpStatusCode.Created)
            {
                if (await FaultOf(response) is { } fault) faults.Add($"{name}: {fault}");
                continue;
            }

            using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
            var (id, patient) = (answer.RootElement.GetProperty("id").GetInt64(), answer.RootElement.GetProperty("patient_id").GetInt64());
            foreach (var path in new[] { $"/studies/{id}", $"/patients/{patient}" })
            {
                var html = await (await doctor.GetAsync(path)).Content.ReadAsStringAsync();
                if (html.Contains("<script>alert", StringComparison.Ordinal) || html.Contains("<img src=x", StringComparison.Ordinal)) faults.Add($"{name}: markup on {path}");
            }

            var stored = (await served.Clinic.Studies.ImagesAsync(id))[0].FileName;
            if (stored.Contains('/', StringComparison.Ordinal) || stored.Contains('\\', StringComparison.Ordinal) || stored.Length > 200 || stored.Any(char.IsControl)) faults.Add($"{name}: is kept as {stored}");
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        foreach (var path in new[] { "/worklist", "/patients", "/jobs" })
            Assert.DoesNotContain("<script>alert('name')", await (await doctor.GetAsync(path)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await StillSoundAsync();
    }

    /// <summary>What is wrong with a refusal; null where it is one as it should be.</summary>
    private static async Task<string?> FaultOf(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (!Refusals.Contains(response.StatusCode)) return $"answered {response.StatusCode}: {text}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return $"answered {response.Content.Headers.ContentType}";
        using var problem = JsonDocument.Parse(text);
        var detail = problem.RootElement.GetProperty("detail").GetString()!;
        return detail.Length is > 10 and < 2000 && !detail.Contains("   at ", StringComparison.Ordinal) ? null : $"says {detail}";
    }

    /// <summary>The next picture is read, files and trail are whole, nothing waits half-written, no study is without an image.</summary>
    private async Task StillSoundAsync()
    {
        using var response = await served.Nobody().WithKey(await KeyAsync("predict")).SendAsync(HttpMethod.Post, "/predict", Visitor.Multipart(served.Slice()));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await served.Clinic.Files.CheckAsync(readsContent: true)).IsWhole);
        Assert.True((await served.Clinic.Audit.VerifyAsync()).IsWhole);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(served.Options.Files, "incoming")));
        Assert.Equal(0, await served.Clinic.Connections.ReadAsync(
            session => session.FirstAsync<long>("SELECT COUNT(*) FROM studies s JOIN patients p ON p.id = s.patient_id WHERE p.record_number LIKE 'H-%' AND NOT EXISTS (SELECT 1 FROM images i WHERE i.study_id = s.id)"), default));
    }

    private async Task<string> KeyAsync(params string[] scopes) => (await served.Clinic.ApiKeys.AddAsync("test", scopes, null, "test")).Secret;
}
