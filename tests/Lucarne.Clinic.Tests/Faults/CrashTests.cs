using System.Diagnostics;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Tests.Faults;

/// <summary>Processes are killed and servers restarted; what was acknowledged is there, and nothing is there twice.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class CrashTests(Databases databases)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_writer_that_is_killed_loses_nothing_that_it_acknowledged(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        for (var life = 0; life < 3; life++)
        {
            var acknowledged = new List<string>();
            using (var writer = Process.Start(Start(clinic, "writer", $"w{life}", redirectsOutput: true))!)
            {
                while (acknowledged.Count < 20 + (7 * life) && await writer.StandardOutput.ReadLineAsync() is { } line) acknowledged.Add(line);
                writer.Kill();
                // What it had said before it died counts as well.
                while (await writer.StandardOutput.ReadLineAsync() is { } line && line.Count(letter => letter == ' ') == 2 && line.Length > 64) acknowledged.Add(line);
                await writer.WaitForExitAsync();
            }

            foreach (var words in acknowledged.Select(line => line.Split(' ')))
            {
                var patient = await clinic.Database.Patients.GetAsync(long.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture));
                Assert.Equal((words[1], words[2]), (patient.RecordNumber, patient.Name));
                Assert.NotNull(await clinic.Database.Files.GetAsync(words[2]));
            }
        }

        Assert.True((await clinic.Database.Files.CheckAsync(readsContent: true)).IsWhole);
        var verdict = await clinic.Database.Audit.VerifyAsync();
        Assert.Null(verdict.Fault);
        // Each patient that is there is in the trail, and none is in the trail that is not there.
        Assert.Equal(verdict.Entries, await clinic.Database.Connections.ReadAsync(session => session.FirstAsync<long>("SELECT COUNT(*) FROM patients"), default));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_worker_that_is_killed_at_work_is_replaced_and_its_job_has_one_result(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await using var live = await OpenAsync(clinic);
        var job = await AddAsync(live, "slow work"u8.ToArray());
        using var stop = new CancellationTokenSource(Patience);
        var workers = new List<string>();
        var supervising = Supervisor(live, clinic, workers).RunAsync(1, stop.Token);
        var running = await UntilAsync(live, job.Id, state => state is { Status: JobStatus.Running, Progress: > 0 }, stop.Token);
        KillWorker(running.Worker!);
        var done = await UntilAsync(live, job.Id, state => state.IsOver, stop.Token);
        await stop.CancelAsync();
        await supervising;
        Assert.Equal((JobStatus.Done, 1, 2), (done.Status, done.Deaths, done.Attempts));
        Assert.Equal($"job-{job.Id}", Assert.Single(await live.Patients.SearchAsync()).RecordNumber);
        Assert.Contains(workers, line => line.Contains("ended", StringComparison.Ordinal));
        Assert.Contains(await live.Jobs.LinesAsync(job.Id), line => line.Text.Contains("ended", StringComparison.Ordinal));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_file_that_kills_three_workers_is_put_away_and_the_others_are_done(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await using var live = await OpenAsync(clinic);
        var poisoned = await AddAsync(live, Victim.Poison);
        var good = new List<Job>();
        for (byte i = 0; i < 5; i++) good.Add(await AddAsync(live, [i]));
        using var stop = new CancellationTokenSource(Patience);
        var supervising = Supervisor(live, clinic, []).RunAsync(2, stop.Token);
        var put = await UntilAsync(live, poisoned.Id, state => state.IsOver, stop.Token);
        foreach (var job in good) Assert.Equal(JobStatus.Done, (await UntilAsync(live, job.Id, state => state.IsOver, stop.Token)).Status);
        await stop.CancelAsync();
        await supervising;
        Assert.Equal((JobStatus.Quarantined, 3), (put.Status, put.Deaths));
        Assert.Contains("ended 3 workers", put.Failure, StringComparison.Ordinal);
        Assert.Equal(5, (await live.Patients.SearchAsync()).Count);
        Assert.True((await live.Audit.VerifyAsync()).IsWhole);
    }

    [SkippableFact]
    public async Task A_PostgreSQL_that_is_restarted_is_found_again()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.PostgreSql);
        await clinic.PatientAsync("before");
        var restarting = (await databases.ClusterAsync()).RestartAsync();
        var refused = 0;
        for (var i = 0; i < 200; i++)
        {
            try
            {
                await clinic.PatientAsync($"during-{i}");
                if (restarting.IsCompleted) break;
            }
            catch (ClinicException)
            {
                refused++;
            }
        }

        await restarting;
        var after = await clinic.PatientAsync("after");
        Assert.Equal("after", (await clinic.Database.Patients.GetAsync(after.Id)).RecordNumber);
        Assert.True((await clinic.Database.Audit.VerifyAsync()).IsWhole, $"{refused} writes were refused in between");
    }

    // The clinic's own clock stands; workers need one that goes.
    private static Task<ClinicDatabase> OpenAsync(TestClinic clinic) => ClinicDatabase.OpenAsync(clinic.Connection, Path.Combine(clinic.Folder, "files"), TimeProvider.System);

    private static async Task<Job> AddAsync(ClinicDatabase database, byte[] content)
    {
        var file = await database.Files.PutAsync(content, "application/octet-stream");
        return await database.Jobs.AddAsync(new JobEntry { Kind = JobKind.Import, PayloadJson = "{}", FileSha256 = file.Sha256 }, "anna");
    }

    private static WorkerSupervisor Supervisor(ClinicDatabase database, TestClinic clinic, List<string> told) =>
        new(database, name => Start(clinic, "worker", name, redirectsOutput: false), "test", line =>
        {
            lock (told) told.Add(line);
        });

    private static ProcessStartInfo Start(TestClinic clinic, string role, string name, bool redirectsOutput) =>
        new("dotnet", [typeof(Victim).Assembly.Location, role, clinic.Connection, Path.Combine(clinic.Folder, "files"), name]) { RedirectStandardOutput = redirectsOutput, RedirectStandardInput = true };

    private static void KillWorker(string name)
    {
        foreach (var entry in Directory.EnumerateDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            try
            {
                var words = File.ReadAllText(Path.Combine(entry, "cmdline")).Split('\0');
                if (!words.Contains(name) || !words.Contains(typeof(Victim).Assembly.Location)) continue;
                using var process = Process.GetProcessById(int.Parse(Path.GetFileName(entry), System.Globalization.CultureInfo.InvariantCulture));
                process.Kill();
                return;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // It ended while we looked.
            }
        }

        Assert.Fail($"no process of worker {name} was found");
    }

    private static async Task<Job> UntilAsync(ClinicDatabase database, long id, Func<Job, bool> holds, CancellationToken cancellation)
    {
        for (; ; )
        {
            var job = await database.Jobs.GetAsync(id, cancellation);
            if (holds(job)) return job;
            await Task.Delay(100, cancellation);
        }
    }
}
