using Lucarne.Clinic.Backup;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Tests.Backup;

/// <summary>A backup is worth what restoring it brings back.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class ClinicBackupTests(Databases databases)
{
    [SkippableTheory]
    [InlineData(DatabaseKind.Sqlite, DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql, DatabaseKind.PostgreSql)]
    [InlineData(DatabaseKind.Sqlite, DatabaseKind.PostgreSql)]
    [InlineData(DatabaseKind.PostgreSql, DatabaseKind.Sqlite)]
    public async Task A_restored_clinic_is_the_one_that_was_backed_up(DatabaseKind from, DatabaseKind to)
    {
        await using var clinic = await databases.CreateAsync(from);
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        var finding = await clinic.Database.Findings.AddAsync(clinic.FindingOf(image), "worker/1");
        await clinic.Database.Decisions.AddAsync(new DecisionEntry { StudyId = image.StudyId, Kind = DecisionKind.Comments, Comment = "l'échographie \"suit\"\n\u2028" }, "anna");
        await clinic.Database.Jobs.AddAsync(new JobEntry { Kind = JobKind.Predict, PayloadJson = "{}" }, "anna");
        var folder = Path.Combine(clinic.Folder, "backup");
        var written = await ClinicBackup.WriteAsync(clinic.Database, folder);

        await using var other = await databases.CreateAsync(to);
        await ClinicBackup.RestoreAsync(folder, other.Database);
        Assert.Equal(await clinic.Database.Patients.SearchAsync(), await other.Database.Patients.SearchAsync());
        Assert.Equal(await clinic.Database.Studies.GetAsync(image.StudyId), await other.Database.Studies.GetAsync(image.StudyId));
        Assert.Equal(await clinic.Database.Decisions.OfStudyAsync(image.StudyId), await other.Database.Decisions.OfStudyAsync(image.StudyId));
        Assert.Equal(finding.Probabilities, (await other.Database.Findings.GetAsync(finding.Id)).Probabilities);
        Assert.Equal(await clinic.Database.Audit.ListAsync(), await other.Database.Audit.ListAsync());
        Assert.Equal(written.AuditHead, (await other.Database.Audit.VerifyAsync()).Head);
        Assert.True((await other.Database.Files.CheckAsync(readsContent: true)).IsWhole);
        // Numbers go on where they stopped.
        Assert.Equal(2, (await other.Database.Patients.AddAsync(new PatientEntry { RecordNumber = "N-9" }, "anna")).Id);
    }

    [Fact]
    public async Task A_backup_names_every_table()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var tables = await clinic.Database.Connections.ReadAsync(
            session => session.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'migrations'"), default);
        Assert.Equal(tables.Order(), BackupTables.InOrder.Concat(BackupTables.LeftOut).Order());
    }

    [Fact]
    public async Task What_is_no_whole_backup_or_no_empty_clinic_is_refused()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        var folder = Path.Combine(clinic.Folder, "backup");
        await ClinicBackup.WriteAsync(clinic.Database, folder);
        Assert.Contains("not empty", (await Assert.ThrowsAsync<ClinicException>(() => ClinicBackup.WriteAsync(clinic.Database, folder))).Message, StringComparison.Ordinal);
        Assert.Contains("holds rows already", (await Assert.ThrowsAsync<ClinicException>(() => ClinicBackup.RestoreAsync(folder, clinic.Database))).Message, StringComparison.Ordinal);

        await using var other = await databases.CreateAsync(DatabaseKind.Sqlite);
        var rows = Path.Combine(folder, "rows", "patients.jsonl");
        var text = await File.ReadAllTextAsync(rows);
        foreach (var damaged in (string[])["", "{\"id\":1", text.Replace("\"name\"", "\"nom\"", StringComparison.Ordinal), text + text.Replace("\"id\":1", "\"id\":2", StringComparison.Ordinal).Replace("N-1", "N-7", StringComparison.Ordinal)])
        {
            await File.WriteAllTextAsync(rows, damaged);
            await Assert.ThrowsAsync<ClinicException>(() => ClinicBackup.RestoreAsync(folder, other.Database));
            Assert.Empty(await other.Database.Patients.SearchAsync());
        }

        await File.WriteAllTextAsync(rows, text);
        await File.WriteAllBytesAsync(Path.Combine(folder, "files", image.FileSha256[..2], image.FileSha256), [0]);
        await Assert.ThrowsAsync<ClinicException>(() => ClinicBackup.RestoreAsync(folder, other.Database));
        File.Delete(Path.Combine(folder, "manifest.json"));
        Assert.Contains("not finished", (await Assert.ThrowsAsync<ClinicException>(() => ClinicBackup.RestoreAsync(folder, other.Database))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clinic_with_a_damaged_file_is_not_backed_up_as_if_it_were_whole()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        await File.WriteAllBytesAsync(clinic.Database.Files.PathOf(image.FileSha256), [3, 2, 1]);
        await Assert.ThrowsAsync<ClinicException>(() => ClinicBackup.WriteAsync(clinic.Database, Path.Combine(clinic.Folder, "backup")));
        Assert.False(File.Exists(Path.Combine(clinic.Folder, "backup", "manifest.json")));
    }
}
