using System.Collections.Concurrent;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Storage;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests.Jobs;

/// <summary>Work is taken once, by whoever is alive, and ends with one result.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class JobQueueTests(Databases databases)
{
    private static readonly JobKind[] All = Enum.GetValues<JobKind>();

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Urgent_jobs_go_first_and_of_those_the_oldest(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        foreach (var urgency in (Urgency[])[Urgency.Routine, Urgency.Soon, Urgency.Urgent, Urgency.Urgent]) await AddAsync(clinic, urgency);
        var order = new List<long>();
        while (await clinic.Database.Queue.TakeAsync("w", All, default) is { } lease) order.Add(lease.Job.Id);
        Assert.Equal([3, 4, 2, 1], order);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Several_workers_take_each_job_once(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        for (var i = 0; i < 40; i++) await AddAsync(clinic);
        var taken = new ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
        {
            while (await clinic.Database.Queue.TakeAsync($"w{worker}", All, default) is { } lease) taken.Add(lease.Job.Id);
        })));
        Assert.Equal(Enumerable.Range(1, 40).Select(id => (long)id), taken.Order());
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_worker_only_takes_what_it_can_do(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await AddAsync(clinic);
        Assert.Null(await clinic.Database.Queue.TakeAsync("w", [JobKind.Train], default));
        Assert.False(await clinic.Database.Queue.HasWorkAsync([JobKind.Train], default));
        Assert.True(await clinic.Database.Queue.HasWorkAsync([JobKind.Predict], default));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_worker_that_was_taken_for_dead_and_comes_back_writes_nothing(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var queue = clinic.Database.Queue;
        await AddAsync(clinic);
        var first = (await queue.TakeAsync("slow", All, default))!;
        clinic.Clock.Now += JobQueue.LeaseTime + TimeSpan.FromSeconds(1);
        Assert.Equal(1, await queue.BuryAsync(null, "silence", default));
        clinic.Clock.Now += TimeSpan.FromMinutes(1);
        var second = (await queue.TakeAsync("quick", All, default))!;
        Assert.Equal(LeaseState.Lost, await queue.RenewAsync(first, 0.5, null, default));
        await Assert.ThrowsAsync<LostLeaseException>(() => queue.CompleteAsync(first, session => WriteAsync(session, "slow"), default));
        await queue.CompleteAsync(second, session => WriteAsync(session, "quick"), default);
        await Assert.ThrowsAsync<LostLeaseException>(() => queue.CompleteAsync(second, session => WriteAsync(session, "twice"), default));
        var job = await clinic.Database.Jobs.GetAsync(1);
        Assert.Equal((JobStatus.Done, "\"quick\"", 1, 2), (job.Status, job.ResultJson, job.Deaths, job.Attempts));
        Assert.Equal(["quick"], (await clinic.Database.Patients.SearchAsync()).Select(patient => patient.RecordNumber));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_result_that_cannot_be_written_leaves_nothing_behind(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await AddAsync(clinic);
        var lease = (await clinic.Database.Queue.TakeAsync("w", All, default))!;
        await Assert.ThrowsAsync<InvalidOperationException>(() => clinic.Database.Queue.CompleteAsync(lease, async session =>
        {
            await WriteAsync(session, "half");
            throw new InvalidOperationException("no");
        }, default));
        Assert.Empty(await clinic.Database.Patients.SearchAsync());
        Assert.Equal(JobStatus.Running, (await clinic.Database.Jobs.GetAsync(1)).Status);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_failure_that_may_pass_is_tried_again_later_and_later_and_then_given_up(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var queue = clinic.Database.Queue;
        await AddAsync(clinic);
        var pauses = new List<double>();
        while (await queue.TakeAsync("w", All, default) is { } lease)
        {
            await queue.FailAsync(lease, "the disk is full.", mayPass: true, default);
            var job = await clinic.Database.Jobs.GetAsync(1);
            if (job.IsOver) break;
            Assert.Null(await queue.TakeAsync("w", All, default));
            pauses.Add((job.AvailableAt - clinic.Clock.Now).TotalSeconds);
            clinic.Clock.Now = job.AvailableAt;
        }

        Assert.Equal([2, 4, 8, 16], pauses);
        var last = await clinic.Database.Jobs.GetAsync(1);
        Assert.Equal((JobStatus.Failed, "the disk is full."), (last.Status, last.Failure));
        Assert.Equal(4, (await clinic.Database.Jobs.LinesAsync(1)).Count);
        Assert.Equal(JobStatus.Queued, (await clinic.Database.Jobs.RetryAsync(1, "dan")).Status);
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Jobs.RetryAsync(1, "dan"));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_file_that_ends_three_workers_is_put_in_quarantine_with_every_job_of_it(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var queue = clinic.Database.Queue;
        var file = await clinic.Database.Files.PutAsync(new byte[] { 66 }, "image/png");
        await AddAsync(clinic, file: file.Sha256);
        await AddAsync(clinic, Urgency.Routine, file.Sha256);
        await AddAsync(clinic);
        for (var death = 1; death <= 3; death++)
        {
            var lease = (await queue.TakeAsync($"w{death}", All, default))!;
            Assert.Equal(file.Sha256, lease.Job.FileSha256);
            await queue.BuryAsync($"w{death}", "signal 11", default);
            // Its second job counts as well: it is the file that does it.
            clinic.Clock.Now += death == 1 ? TimeSpan.Zero : TimeSpan.FromMinutes(1);
        }

        var jobs = await clinic.Database.Jobs.ListAsync();
        Assert.Equal([JobStatus.Queued, JobStatus.Quarantined, JobStatus.Quarantined], jobs.Select(job => job.Status));
        Assert.Contains("signal 11", jobs[1].Failure, StringComparison.Ordinal);
        Assert.Contains("quarantine", (await Assert.ThrowsAsync<ClinicException>(() => AddAsync(clinic, file: file.Sha256))).Message, StringComparison.Ordinal);
        Assert.Equal(3, (await queue.TakeAsync("w9", All, default))!.Job.Id);
        Assert.Equal(JobStatus.Queued, (await clinic.Database.Jobs.RetryAsync(1, "dan")).Status);
        await AddAsync(clinic, file: file.Sha256);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Deaths_over_a_file_that_is_then_read_to_the_end_are_forgotten(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var queue = clinic.Database.Queue;
        var file = await clinic.Database.Files.PutAsync(new byte[] { 67 }, "image/png");
        for (var round = 1; round <= 2; round++)
        {
            var job = await AddAsync(clinic, file: file.Sha256);
            for (var death = 1; death <= 2; death++)
            {
                Assert.NotNull(await queue.TakeAsync("w", All, default));
                await queue.BuryAsync("w", "exit code 137", default);
                clinic.Clock.Now += TimeSpan.FromMinutes(1);
            }

            await queue.CompleteAsync((await queue.TakeAsync("w", All, default))!, _ => Task.FromResult<string?>(null), default);
            Assert.Equal(JobStatus.Done, (await clinic.Database.Jobs.GetAsync(job.Id)).Status);
        }
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_job_without_a_file_that_ends_three_workers_fails(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await AddAsync(clinic);
        for (var death = 1; death <= 3; death++)
        {
            Assert.NotNull(await clinic.Database.Queue.TakeAsync("w", All, default));
            await clinic.Database.Queue.BuryAsync("w", "exit code 139", default);
            clinic.Clock.Now += TimeSpan.FromMinutes(1);
        }

        var job = await clinic.Database.Jobs.GetAsync(1);
        Assert.Equal((JobStatus.Failed, 3), (job.Status, job.Deaths));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_waiting_job_is_cancelled_at_once_and_a_running_one_hears_of_it(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await AddAsync(clinic);
        await AddAsync(clinic);
        var lease = (await clinic.Database.Queue.TakeAsync("w", All, default))!;
        Assert.Equal(JobStatus.Cancelled, (await clinic.Database.Jobs.CancelAsync(2, "anna")).Status);
        Assert.Equal(LeaseState.Held, await clinic.Database.Queue.RenewAsync(lease, 0.1, "reading", default));
        Assert.Equal(JobStatus.Running, (await clinic.Database.Jobs.CancelAsync(1, "anna")).Status);
        Assert.Equal(LeaseState.CancelAsked, await clinic.Database.Queue.RenewAsync(lease, 0.2, "reading", default));
        await clinic.Database.Queue.CancelAsync(lease, default);
        Assert.Equal(JobStatus.Cancelled, (await clinic.Database.Jobs.CancelAsync(1, "anna")).Status);
        Assert.Null(await clinic.Database.Queue.TakeAsync("w", All, default));
    }

    private static Task<Job> AddAsync(TestClinic clinic, Urgency urgency = Urgency.Routine, string? file = null) =>
        clinic.Database.Jobs.AddAsync(new JobEntry { Kind = JobKind.Predict, PayloadJson = "{}", Urgency = urgency, FileSha256 = file }, "anna");

    private static async Task<string?> WriteAsync(Session session, string number)
    {
        await Clinic.Patients.PatientStore.AddAsync(session, new Clinic.Patients.PatientEntry { RecordNumber = number }, "w");
        return $"\"{number}\"";
    }
}
