using System.Diagnostics;
using Lucarne.Clinic.Patients;

namespace Lucarne.Clinic.Tests.Faults;

/// <summary>A disk that is full refuses in a sentence and keeps what it has.</summary>
public sealed class FullDiskTests
{
    [SkippableFact]
    public async Task On_a_full_disk_nothing_is_half_written_and_when_there_is_room_again_it_goes_on()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "mounting a small disk needs root");
        using var folder = new TemporaryFolder();
        var disk = folder.File("disk");
        Directory.CreateDirectory(disk);
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk), "this machine does not allow mounting");
        try
        {
            var ballast = Path.Combine(disk, "ballast");
            await using (var database = await ClinicDatabase.OpenAsync(Path.Combine(disk, "clinic.db"), Path.Combine(disk, "files"), TimeProvider.System))
            {
                var kept = await database.Files.PutAsync(new byte[100_000], "image/png");
                var patient = await database.Patients.AddAsync(new PatientEntry { RecordNumber = "first" }, "anna");
                using (var large = new MemoryStream(new byte[8 << 20]))
                    Assert.Contains("no space left", (await Assert.ThrowsAsync<UnavailableException>(() => database.Files.PutAsync(large, "image/png"))).Message, StringComparison.Ordinal);
                Fill(ballast);
                var refusals = 0;
                for (var i = 0; i < 400 && refusals == 0; i++)
                {
                    try
                    {
                        await database.Patients.AddAsync(new PatientEntry { RecordNumber = $"n{i}", Name = new string('x', 200) }, "anna");
                    }
                    catch (ClinicException refusal)
                    {
                        Assert.Contains("space left", refusal.Message, StringComparison.Ordinal);
                        refusals++;
                    }
                }

                Assert.Equal(1, refusals);
                Assert.Equal(patient, await database.Patients.GetAsync(patient.Id));
                File.Delete(ballast);
                await database.Patients.AddAsync(new PatientEntry { RecordNumber = "afterwards" }, "anna");
                Assert.True((await database.Audit.VerifyAsync()).IsWhole);
                Assert.True((await database.Files.CheckAsync(readsContent: true)).IsWhole);
                Assert.Equal(100_000, (await database.Files.GetAsync(kept.Sha256)).SizeBytes);
                Assert.Empty(Directory.EnumerateFiles(Path.Combine(disk, "files", "incoming")));
            }
        }
        finally
        {
            Run("umount", disk);
        }
    }

    private static void Fill(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (var block = new byte[4096]; ;) file.Write(block);
        }
        catch (IOException)
        {
            // It is full now.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
