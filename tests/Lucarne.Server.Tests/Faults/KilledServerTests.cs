using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;

namespace Lucarne.Server.Tests.Faults;

/// <summary>The server is killed at work; what it acknowledged is there when it comes back, and nothing is half there.</summary>
public sealed class KilledServerTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("lucarne-killed-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Killed_during_an_upload_it_has_what_it_acknowledged_and_the_sender_goes_on()
    {
        await using var server = new ServerProcess(_home.FullName);
        var content = new byte[12 << 20];
        new Random(7).NextBytes(content);
        "PK\u0003\u0004"u8.CopyTo(content);
        string key;
        await using (var clinic = await server.OpenAsync()) key = (await clinic.ApiKeys.AddAsync("test", ["write", "read"], null, "test")).Secret;
        await server.StartAsync("web");
        var sender = server.Nobody().WithKey(key);
        using var begun = await sender.BeginAsync(HttpMethod.Post, "/api/v1/uploads", null, ("Upload-Length", $"{content.Length}"));
        var address = begun.Headers.Location!.OriginalString;
        Assert.Equal(1_000_000, Offset(await AppendAsync(sender, address, 0, new ByteArrayContent(content[..1_000_000]))));
        // The next piece is under way, and comes no further than here, when the power goes.
        var slow = new StallingStream(content[1_000_000..], stallAt: 9 << 20);
        var sending = AppendAsync(sender, address, 1_000_000, new StreamContent(slow));
        await slow.Stalled.WaitAsync(TimeSpan.FromMinutes(1));
        await server.KillAsync();
        slow.GiveUp();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);

        await server.StartAsync("web");
        var there = Offset(await sender.SendAsync(HttpMethod.Head, address, null));
        Assert.InRange(there, 1_000_000, content.Length - 1);
        using var last = await AppendAsync(sender, address, there, new ByteArrayContent(content[there..]));
        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        using var form = JsonDocument.Parse(await (await sender.GetAsync(address)).Content.ReadAsStringAsync());
        await using var after = await server.OpenAsync();
        var job = await after.Jobs.GetAsync(form.RootElement.GetProperty("job_id").GetInt64());
        Assert.Equal(content, await File.ReadAllBytesAsync(after.Files.PathOf(job.FileSha256!)));
        Assert.True((await after.Files.CheckAsync(readsContent: true)).IsWhole);
    }

    [Fact]
    public async Task Killed_while_a_doctor_signs_each_study_has_comment_and_signature_or_neither()
    {
        await using var server = new ServerProcess(_home.FullName);
        const int studies = 60;
        await using (var clinic = await server.OpenAsync())
        {
            await ServerProcess.AddDoctorAsync(clinic);
            var patient = await clinic.Patients.AddAsync(new PatientEntry { RecordNumber = "K-1" }, "test");
            for (var i = 0; i < studies; i++) await clinic.Studies.AddAsync(new StudyEntry { PatientId = patient.Id }, "test");
        }

        await server.StartAsync("web");
        var doctor = server.Nobody();
        await doctor.SignInAsync("doctor", ServedClinic.Password);
        var acknowledged = new List<long>();
        var token = await doctor.FormTokenAsync("/worklist");
        var signing = Task.Run(async () =>
        {
            for (var id = 1L; id <= studies; id++)
            {
                using var answer = await doctor.PostBareAsync($"/studies/{id}/decisions", ("kind", "comments"), ("comment", "as it says"), ("version", "1"), ("then", "sign"), ("__RequestVerificationToken", token));
                if (answer.StatusCode == HttpStatusCode.Found) lock (acknowledged) acknowledged.Add(id);
            }
        });
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        for (var count = 0; count < 10; await Task.Delay(5, limit.Token))
            lock (acknowledged) count = acknowledged.Count;
        await server.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => signing);

        await using var after = await server.OpenAsync();
        for (var id = 1L; id <= studies; id++)
        {
            var study = await after.Studies.GetAsync(id);
            var kinds = (await after.Decisions.OfStudyAsync(id)).Select(decision => decision.Kind).ToList();
            Assert.Equal(study.Status == StudyStatus.Signed ? [DecisionKind.Comments, DecisionKind.Signs] : [], kinds);
            if (acknowledged.Contains(id)) Assert.Equal((StudyStatus.Signed, "doctor"), (study.Status, study.SignedBy));
        }

        Assert.True((await after.Audit.VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task Asked_to_end_it_answers_what_it_has_begun_closes_its_streams_and_ends_well()
    {
        await using var server = new ServerProcess(_home.FullName);
        string key;
        await using (var clinic = await server.OpenAsync()) key = (await clinic.ApiKeys.AddAsync("test", ["read"], null, "test")).Secret;
        await server.StartAsync("web");
        var reader = server.Nobody().WithKey(key);
        using var stream = await reader.BeginAsync(HttpMethod.Get, "/api/v1/events");
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        var hearing = stream.Content.ReadAsStringAsync();
        Assert.Equal(0, await server.StopAsync());
        Assert.Contains("event: ready", await hearing, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> AppendAsync(Visitor sender, string address, int offset, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return sender.BeginAsync(HttpMethod.Patch, address, content, ("Upload-Offset", $"{offset}"));
    }

    private static int Offset(HttpResponseMessage response) => int.Parse(response.Headers.GetValues("Upload-Offset").Single(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Gives its bytes up to a place, and waits there until it is told to break.</summary>
    private sealed class StallingStream(byte[] bytes, int stallAt) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stalled => _stalled.Task;

        public void GiveUp() => _over.TrySetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < stallAt) return await base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, stallAt - Position)], cancellationToken);
            _stalled.TrySetResult();
            await _over.Task.WaitAsync(cancellationToken);
            throw new IOException("the power went");
        }
    }
}
