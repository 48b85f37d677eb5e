using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;

namespace Lucarne.Clinic.Tests.Faults;

/// <summary>This test assembly as a program: a process that writes or works until a test kills it.</summary>
internal static class Victim
{
    /// <summary>The content of a file that ends whoever reads it.</summary>
    public static readonly byte[] Poison = "poison"u8.ToArray();

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var role, var connection, var files, var name]) return 2;
        await using var database = await ClinicDatabase.OpenAsync(connection, files, TimeProvider.System);
        await (role == "writer" ? WriteAsync(database, name) : WorkAsync(database, name));
        return 0;
    }

    /// <summary>Adds patients, each with a file, and says so of each once it is acknowledged.</summary>
    private static async Task WriteAsync(ClinicDatabase database, string name)
    {
        for (var i = 0; ; i++)
        {
            var file = await database.Files.PutAsync(BitConverter.GetBytes(i), "application/octet-stream");
            var patient = await database.Patients.AddAsync(new PatientEntry { RecordNumber = $"{name}-{i}", Name = file.Sha256 }, name);
            await Console.Out.WriteLineAsync($"{patient.Id} {patient.RecordNumber} {file.Sha256}");
            await Console.Out.FlushAsync();
        }
    }

    /// <summary>Works as a worker does, on jobs that add a patient; a poisoned file ends the process, and one that says "slow" takes a while.</summary>
    private static async Task WorkAsync(ClinicDatabase database, string name)
    {
        using var stop = new CancellationTokenSource();
        var works = new Dictionary<JobKind, JobWork> { [JobKind.Import] = ImportAsync };
        var working = new JobWorker(database, name, works, Console.Error.WriteLine).RunAsync(stop.Token);
        await Task.Run(() => Console.In.ReadToEnd());
        await stop.CancelAsync();
        await working;
    }

    private static async Task<JobOutcome> ImportAsync(JobContext context)
    {
        var content = await File.ReadAllBytesAsync(context.Database.Files.PathOf(context.Job.FileSha256!));
        // As a native library ends a process: at once, with no handler run.
        if (content.AsSpan().StartsWith(Poison)) System.Diagnostics.Process.GetCurrentProcess().Kill();
        for (var i = 0; i < 10 && content.AsSpan().StartsWith("slow"u8); i++)
        {
            context.Report(i / 10.0, "slowly");
            await Task.Delay(200, context.Cancellation);
        }

        context.Log("read");
        return new JobOutcome(async session =>
        {
            var patient = await PatientStore.AddAsync(session, new PatientEntry { RecordNumber = $"job-{context.Job.Id}" }, context.Actor);
            return $"{patient.Id}";
        });
    }
}
