using Lucarne.Clinic.Files;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Backup;

/// <summary>
/// Copies a clinic to a folder while it is at work, and back into an empty database: <c>rows/TABLE.jsonl</c>, <c>files/</c> and, last,
/// <c>manifest.json</c>. The folder does not depend on the kind of database, so a clinic also moves from SQLite to PostgreSQL this way.
/// </summary>
public static class ClinicBackup
{
    private const string Manifest = "manifest.json";

    /// <summary>Writes a backup: all rows as of one moment, and every file that they name.</summary>
    /// <param name="database">The clinic.</param>
    /// <param name="folder">A folder that is not there yet, or empty.</param>
    /// <param name="cancellation">Ends the work; what is there then is no whole backup.</param>
    /// <exception cref="ClinicException">The folder is in use, or a file is missing or damaged.</exception>
    public static async Task<BackupManifest> WriteAsync(ClinicDatabase database, string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new ClinicException($"'{folder}' is not empty, where a backup wants a folder of its own; name another.");
        Directory.CreateDirectory(Path.Combine(folder, "rows"));
        var (manifest, hashes) = await database.Connections.ReadAsync(session => WriteRowsAsync(session, folder), cancellation).ConfigureAwait(false);
        long size = 0;
        foreach (var hash in hashes) size += await CopyAsync(database.Files.PathOf(hash), PathOf(folder, hash), hash, cancellation).ConfigureAwait(false);
        manifest = manifest with { SizeBytes = size };
        var beside = Path.Combine(folder, Manifest + ".part");
        await File.WriteAllTextAsync(beside, JsonForm.Write(manifest), cancellation).ConfigureAwait(false);
        File.Move(beside, Path.Combine(folder, Manifest));
        DirectorySync.Flush(folder);
        return manifest;
    }

    /// <summary>Brings a backup into an empty clinic, all of it or nothing, and checks the audit trail afterwards.</summary>
    /// <param name="folder">The backup.</param>
    /// <param name="database">A clinic without rows.</param>
    /// <param name="cancellation">Ends the work; no row is kept then.</param>
    /// <exception cref="ClinicException">The backup is not whole, the clinic is not empty, or the trail was changed.</exception>
    public static async Task<BackupManifest> RestoreAsync(string folder, ClinicDatabase database, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        var path = Path.Combine(folder, Manifest);
        if (!File.Exists(path)) throw new ClinicException($"'{folder}' holds no {Manifest}: it is no backup, or one that was not finished; name another.");
        var manifest = JsonForm.Read<BackupManifest>(await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false));
        if (manifest.Format != 1) throw new ClinicException($"the backup in '{folder}' has form {manifest.Format}, and this version of Lucarne reads form 1; use the version that made it, or a later one.");
        await RefuseRowsAsync(database, cancellation).ConfigureAwait(false);
        // Files first: a row must never name what is not there.
        foreach (var file in FilesOf(folder)) await CopyAsync(file, database.Files.PathOf(Path.GetFileName(file)), Path.GetFileName(file), cancellation).ConfigureAwait(false);
        await database.Connections.WriteAsync(session => ReadRowsAsync(session, folder, manifest), cancellation).ConfigureAwait(false);
        var verdict = await database.Audit.VerifyAsync(manifest.AuditHead, cancellation).ConfigureAwait(false);
        if (!verdict.IsWhole || verdict.Head != manifest.AuditHead) throw new ClinicException($"the backup's audit trail does not hold together: {verdict.Fault ?? "its last entry is not the one that the manifest names."}");
        var check = await database.Files.CheckAsync(readsContent: false, cancellation).ConfigureAwait(false);
        return check.IsWhole ? manifest : throw new ClinicException($"the backup in '{folder}' lacks {check.Missing.Count} of the files that its rows name; take another backup.");
    }

    private static async Task<(BackupManifest Manifest, IReadOnlyList<string> Hashes)> WriteRowsAsync(Session session, string folder)
    {
        var counts = new Dictionary<string, long>();
        foreach (var table in BackupTables.InOrder) counts[table] = await RowFile.WriteAsync(session, table, RowsOf(folder, table)).ConfigureAwait(false);
        var hashes = await session.QueryAsync<string>("SELECT sha256 FROM files ORDER BY sha256").ConfigureAwait(false);
        return (new BackupManifest
        {
            MadeAt = session.Now,
            Migration = await session.FirstAsync<long>("SELECT MAX(number) FROM migrations").ConfigureAwait(false),
            Rows = counts,
            Files = hashes.Count,
            SizeBytes = 0,
            AuditHead = await session.FirstAsync<string>("SELECT hash FROM audit ORDER BY number DESC LIMIT 1").ConfigureAwait(false),
        }, hashes);
    }

    private static async Task ReadRowsAsync(Session session, string folder, BackupManifest manifest)
    {
        foreach (var table in BackupTables.InOrder.Where(manifest.Rows.ContainsKey))
        {
            var rows = await RowFile.ReadAsync(session, table, RowsOf(folder, table)).ConfigureAwait(false);
            if (rows != manifest.Rows[table]) throw new ClinicException($"the backup's {table} has {rows} rows, where its manifest says {manifest.Rows[table]}; take another backup.");
        }

        if (session.Dialect.Kind != DatabaseKind.PostgreSql) return;
        foreach (var table in BackupTables.Numbered)
            await session.ExecuteAsync($"SELECT setval(pg_get_serial_sequence('{table}', 'id'), GREATEST((SELECT COALESCE(MAX(id), 0) FROM {table}), 1), (SELECT COUNT(*) > 0 FROM {table}))").ConfigureAwait(false);
    }

    private static async Task RefuseRowsAsync(ClinicDatabase database, CancellationToken cancellation)
    {
        foreach (var table in BackupTables.InOrder)
        {
            if (await database.Connections.ReadAsync(session => session.FirstAsync<long>($"SELECT COUNT(*) FROM {table}"), cancellation).ConfigureAwait(false) > 0)
                throw new ClinicException($"the database to restore into holds rows already (in {table}); name an empty one, so that nothing is mixed or lost.");
        }
    }

    private static async Task<long> CopyAsync(string from, string to, string hash, CancellationToken cancellation)
    {
        if (!File.Exists(from)) throw new ClinicException($"the file {hash} is named in the database and not on the disk; a backup without it would not be whole. Run `lucarne audit verify`.");
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var beside = $"{to}.part";
        File.Copy(from, beside, overwrite: true);
        if (await FileCheck.HashAsync(beside, cancellation).ConfigureAwait(false) != hash)
        {
            File.Delete(beside);
            throw new ClinicException($"the content of the file {hash} is not what it was when it was stored; restore it from an earlier backup.");
        }

        File.Move(beside, to, overwrite: true);
        return new FileInfo(to).Length;
    }

    private static IEnumerable<string> FilesOf(string folder)
    {
        var files = Path.Combine(folder, "files");
        return Directory.Exists(files) ? Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".part", StringComparison.Ordinal)) : [];
    }

    private static string PathOf(string folder, string hash) => Path.Combine(folder, "files", hash[..2], hash);

    private static string RowsOf(string folder, string table) => Path.Combine(folder, "rows", table + ".jsonl");
}
