using System.Net;
using System.Text.Json;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Tests;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests.Faults;

/// <summary>The server on PostgreSQL: pages and work in processes of their own, and a database that is restarted under them.</summary>
public sealed class PostgresTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [SkippableFact]
    public async Task One_process_answers_and_another_does_the_work()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var home = Directory.CreateTempSubdirectory("lucarne-roles-");
        try
        {
            var database = await cluster.CreateAsync();
            await using var web = new ServerProcess(home.FullName, database);
            await using var worker = new ServerProcess(home.FullName, database);
            string key;
            await using (var clinic = await web.OpenAsync()) key = (await clinic.ApiKeys.AddAsync("test", ["write", "read"], null, "test")).Secret;
            await web.StartAsync("web");
            var sender = web.Nobody().WithKey(key);
            using var sent = await sender.SendAsync(HttpMethod.Post, "/api/v1/studies", Visitor.Multipart(HostileFiles.Zip(("readme.txt", "hello"u8.ToArray())), "scan.zip"));
            Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
            var job = sent.Headers.Location!.OriginalString;
            Assert.Equal("Queued", await StatusAsync(sender, job));
            await worker.StartAsync("worker");
            using var limit = new CancellationTokenSource(Longest);
            while (await StatusAsync(sender, job) is "Queued" or "Running")
            {
                Assert.True(worker.IsAlive, "the worker ended");
                await Task.Delay(200, limit.Token);
            }

            Assert.Equal("Failed", await StatusAsync(sender, job));
            using var form = JsonDocument.Parse(await (await sender.GetAsync(job)).Content.ReadAsStringAsync());
            Assert.Contains("scan", form.RootElement.GetProperty("failure").GetString(), StringComparison.Ordinal);
            Assert.Equal(0, await worker.StopAsync());
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task From_the_drop_to_the_signature_all_is_as_on_SQLite()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var served = new ServedClinic { Database = await cluster.CreateAsync() };
        await served.InitializeAsync();
        try
        {
            var doctor = await served.SignedInAsync(Role.Doctor);
            var dropped = await doctor.DropAsync(served.Slice("stone"), record: "W-1");
            Assert.True(dropped.StatusCode == HttpStatusCode.Found, await dropped.Content.ReadAsStringAsync());
            var page = dropped.Headers.Location!.OriginalString;
            Assert.Contains("never a diagnosis", await doctor.PageAsync(page), StringComparison.Ordinal);
            var study = Assert.Single(await served.Clinic.Studies.OfPatientAsync((await served.Clinic.Patients.FindAsync("W-1"))!.Id));
            var finding = Assert.Single(await served.Clinic.Findings.OfStudyAsync(study.Id));
            (string, string)[] form = [("kind", "corrects"), ("right", "stone"), ("comment", "4 mm"), ("finding", $"{finding.Id}"), ("version", $"{study.Version}"), ("then", "sign")];
            // Two doctors on the same version at once: one signs, the other is told to look again.
            var second = await served.SignedInAsync(Role.Doctor);
            var answers = await Task.WhenAll(doctor.PostAsync($"{page}/decisions", page, form), second.PostAsync($"{page}/decisions", page, form));
            Assert.Equal([HttpStatusCode.Found, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode is HttpStatusCode.UnprocessableEntity ? HttpStatusCode.Conflict : answer.StatusCode).Order());
            Assert.Equal(2, (await served.Clinic.Decisions.OfStudyAsync(study.Id)).Count);
            Assert.Contains("signed by doctor", await doctor.PageAsync($"/patients/{study.PatientId}"), StringComparison.Ordinal);
            foreach (var path in new[] { "/worklist", "/patients", "/jobs", "/models" }) await doctor.PageAsync(path);
            Assert.True((await served.Clinic.Audit.VerifyAsync()).IsWhole);
        }
        finally
        {
            await served.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_database_that_is_restarted_costs_no_acknowledged_change_and_no_problem_without_words()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateAsync();
        await using var server = await BareServer.StartAsync(options => options with { Database = database, SignInsPerMinute = 1000 });
        var patient = await server.Clinic.Patients.AddAsync(new PatientEntry { RecordNumber = "P-1" }, "test");
        for (var i = 0; i < 200; i++) await server.Clinic.Studies.AddAsync(new StudyEntry { PatientId = patient.Id }, "test");
        var doctor = server.Nobody();
        await doctor.SignInAsync("doctor", ServedClinic.Password);
        var token = await doctor.FormTokenAsync("/worklist");
        var (signed, refused) = (new List<long>(), new List<string>());
        using var over = new CancellationTokenSource(Longest);
        var signing = Task.Run(async () =>
        {
            for (var id = 1L; id <= 200; id++)
            {
                using var answer = await doctor.PostBareAsync($"/studies/{id}/decisions", ("kind", ""), ("version", "1"), ("then", "sign"), ("__RequestVerificationToken", token));
                if (answer.StatusCode == HttpStatusCode.Found) signed.Add(id);
                else refused.Add($"{(int)answer.StatusCode} {answer.Content.Headers.ContentType?.MediaType} {await answer.Content.ReadAsStringAsync()}");
            }
        });
        for (var i = 0; i < 2; i++) await cluster.RestartAsync();
        await signing.WaitAsync(over.Token);

        Assert.All(refused, answer => Assert.True(answer.StartsWith("503 ", StringComparison.Ordinal) && answer.Length > 60, answer));
        foreach (var id in signed) Assert.Equal(StudyStatus.Signed, (await server.Clinic.Studies.GetAsync(id)).Status);
        Assert.NotEmpty(signed);
        Assert.Equal(HttpStatusCode.OK, (await doctor.GetAsync("/worklist")).StatusCode);
        Assert.True((await server.Clinic.Audit.VerifyAsync()).IsWhole);
    }

    private static async Task<string> StatusAsync(Visitor visitor, string job)
    {
        using var form = JsonDocument.Parse(await (await visitor.GetAsync(job)).Content.ReadAsStringAsync());
        return Enum.Parse<JobStatus>(form.RootElement.GetProperty("status").GetString()!).ToString();
    }
}
