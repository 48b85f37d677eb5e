using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Files;

/// <summary>Removes files that nothing points to any more.</summary>
/// <param name="connections">The database.</param>
/// <param name="files">The files.</param>
internal sealed class FileSweep(Connections connections, FileStore files)
{
    private const string Unused = """
        NOT EXISTS (SELECT 1 FROM images i WHERE i.file_sha256 = files.sha256)
        AND NOT EXISTS (SELECT 1 FROM images i WHERE i.preview_sha256 = files.sha256)
        AND NOT EXISTS (SELECT 1 FROM images i WHERE i.volume_sha256 = files.sha256)
        AND NOT EXISTS (SELECT 1 FROM correction_files c WHERE c.file_sha256 = files.sha256)
        AND NOT EXISTS (SELECT 1 FROM finding_files f WHERE f.file_sha256 = files.sha256)
        AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.file_sha256 = files.sha256)
        AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.file_sha256 = files.sha256)
        """;

    /// <summary>Removes unused files that came in before a time.</summary>
    /// <param name="before">Those that came in later may be about to be used.</param>
    /// <param name="sha256">Only this one; null for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many were removed.</returns>
    public async Task<int> RunAsync(DateTimeOffset before, string? sha256, CancellationToken cancellation)
    {
        // Put aside before the row goes and deleted after it has gone: a crash between the two loses nothing, for what lies aside and still has
        // a row is put back.
        var aside = await connections.WriteAsync(async session =>
        {
            var gone = await session.QueryAsync<string>(
                $"DELETE FROM files WHERE created_at < @before {(sha256 is null ? "" : "AND sha256 = @sha256")} AND {Unused} RETURNING sha256", new { before, sha256 }).ConfigureAwait(false);
            foreach (var hash in gone.Where(hash => File.Exists(files.PathOf(hash)))) File.Move(files.PathOf(hash), AsideOf(hash), overwrite: true);
            if (gone.Count > 0) session.Note("lucarne", "files.swept", "files", $"{gone.Count}");
            return gone;
        }, cancellation).ConfigureAwait(false);
        foreach (var hash in aside) File.Delete(AsideOf(hash));
        return aside.Count;
    }

    /// <summary>Ends what a crash interrupted.</summary>
    public async Task RecoverAsync(CancellationToken cancellation)
    {
        foreach (var path in Directory.EnumerateFiles(files.Incoming, "*.aside"))
        {
            var hash = Path.GetFileNameWithoutExtension(path);
            var known = await connections.ReadAsync(session => session.FirstAsync<string>("SELECT sha256 FROM files WHERE sha256 = @hash", new { hash }), cancellation).ConfigureAwait(false);
            if (known is null) File.Delete(path);
            else File.Move(path, files.PathOf(hash), overwrite: true);
        }
    }

    private string AsideOf(string sha256) => Path.Combine(files.Incoming, $"{sha256}.aside");
}
