using System.Security.Cryptography;
using Lucarne.Clinic.Files;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Uploads;

/// <summary>
/// Large files on their way in. A piece counts once it is on the disk and the row says so; after a crash the sender goes on from there. The
/// last piece makes the file an import's, in one transaction: it is never whole without a job.
/// </summary>
public sealed class UploadStore
{
    private const string Columns = "id, caller, payload_json, size_bytes, received_bytes, file_sha256, job_id, created_at, changed_at";
    private const int IdLength = 32;
    private const int MostUnfinished = 16;

    private readonly Connections _connections;
    private readonly FileStore _files;
    private readonly string _folder;

    internal UploadStore(Connections connections, FileStore files)
    {
        (_connections, _files) = (connections, files);
        _folder = Path.Combine(files.Folder, "uploads");
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Begins an upload.</summary>
    /// <param name="payload">What is said of the file.</param>
    /// <param name="sizeBytes">Its length.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ClinicException">It is empty, or too many of this sender are unfinished.</exception>
    public Task<Upload> BeginAsync(ImportPayload payload, long sizeBytes, string caller, CancellationToken cancellation = default)
    {
        if (sizeBytes < 1) throw new ClinicException($"the upload is to have {sizeBytes} bytes; send a file that holds something.");
        var id = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
        return _connections.WriteAsync(async session =>
        {
            var unfinished = await session.FirstAsync<long>("SELECT COUNT(*) FROM uploads WHERE caller = @caller AND job_id IS NULL", new { caller }).ConfigureAwait(false);
            if (unfinished >= MostUnfinished) throw new ClinicException($"{unfinished} uploads of yours are unfinished, where at most {MostUnfinished} are kept; finish or remove one first.");
            await session.ExecuteAsync(
                "INSERT INTO uploads (id, caller, payload_json, size_bytes, created_at, changed_at) VALUES (@id, @caller, @payload, @sizeBytes, @Now, @Now)",
                new { id, caller, payload = JsonForm.Write(payload), sizeBytes, session.Now }).ConfigureAwait(false);
            return await GetAsync(session, id, caller).ConfigureAwait(false);
        }, cancellation);
    }

    /// <summary>An upload; one whose last piece came just before a crash is finished first.</summary>
    /// <exception cref="MissingException">There is none of this sender.</exception>
    public async Task<Upload> GetAsync(string id, string caller, CancellationToken cancellation = default)
    {
        var upload = await _connections.ReadAsync(session => GetAsync(session, id, caller), cancellation).ConfigureAwait(false);
        return upload is { IsWhole: true, JobId: null } ? await FinishAsync(upload, cancellation).ConfigureAwait(false) : upload;
    }

    /// <summary>Adds a piece. What came before the sender or the connection gave up is kept.</summary>
    /// <param name="id">Which upload.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="offset">Where the piece begins.</param>
    /// <param name="content">The piece, read to its end or to the end of the file.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UploadOffsetException">It does not begin where the last one ended.</exception>
    /// <exception cref="UploadBusyException">Another piece is being written.</exception>
    /// <exception cref="ClinicException">It is longer than the file was said to be, or the disk is full.</exception>
    public async Task<Upload> AppendAsync(string id, string caller, long offset, Stream content, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var upload = await GetAsync(id, caller, cancellation).ConfigureAwait(false);
        if (offset != upload.ReceivedBytes) throw new UploadOffsetException(upload.ReceivedBytes, offset);
        if (upload.IsWhole) return upload;
        var piece = UploadPiece.Open(PathOf(id));
        await using (piece.ConfigureAwait(false))
        {
            // Whoever had the file before this may have added to it meanwhile.
            upload = await GetAsync(id, caller, cancellation).ConfigureAwait(false);
            if (offset != upload.ReceivedBytes) throw new UploadOffsetException(upload.ReceivedBytes, offset);
            await piece.WriteAsync(content, upload, received => NoteAsync(id, received), cancellation).ConfigureAwait(false);
        }

        return await GetAsync(id, caller, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Gives an upload up.</summary>
    /// <exception cref="MissingException">There is none of this sender.</exception>
    public async Task RemoveAsync(string id, string caller, CancellationToken cancellation = default)
    {
        await GetAsync(id, caller, cancellation).ConfigureAwait(false);
        await _connections.WriteAsync(session => session.ExecuteAsync("DELETE FROM uploads WHERE id = @id", new { id }), cancellation).ConfigureAwait(false);
        File.Delete(PathOf(id));
    }

    /// <summary>Finishes uploads that a crash left whole and without a job, and removes those that nobody has added to since a time.</summary>
    /// <returns>How many were finished, and how many removed.</returns>
    public async Task<(int Finished, int Removed)> TidyAsync(DateTimeOffset before, CancellationToken cancellation = default)
    {
        var whole = await _connections.ReadAsync(session => session.QueryAsync<Upload>($"SELECT {Columns} FROM uploads WHERE job_id IS NULL AND received_bytes = size_bytes"), cancellation).ConfigureAwait(false);
        foreach (var upload in whole) await FinishAsync(upload, cancellation).ConfigureAwait(false);
        var old = await _connections.WriteAsync(session => session.QueryAsync<string>("DELETE FROM uploads WHERE changed_at < @before RETURNING id", new { before }), cancellation).ConfigureAwait(false);
        foreach (var id in old) File.Delete(PathOf(id));
        return (whole.Count, old.Count);
    }

    private async Task<Upload> FinishAsync(Upload upload, CancellationToken cancellation)
    {
        var (id, beside) = (upload.Id, PathOf(upload.Id));
        // The hash is noted before the file is moved to the place that it names: a crash between the two leaves it to be found there.
        if (upload.FileSha256 is not { } sha256)
        {
            var file = File.OpenRead(beside);
            await using (file.ConfigureAwait(false)) sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
            await _connections.WriteAsync(session => session.ExecuteAsync("UPDATE uploads SET file_sha256 = @sha256 WHERE id = @id", new { id, sha256 }), cancellation).ConfigureAwait(false);
        }

        var payload = JsonForm.Read<ImportPayload>(upload.PayloadJson);
        var done = await _connections.WriteAsync(async session =>
        {
            var now = await session.FirstAsync<Upload>($"SELECT {Columns} FROM uploads WHERE id = @id {session.Dialect.ForUpdate}", new { id }).ConfigureAwait(false) ?? throw new MissingException($"upload/{id}");
            if (now.JobId is not null) return now;
            await _files.EnterAsync(session, sha256, upload.SizeBytes, "application/octet-stream", beside).ConfigureAwait(false);
            var job = await JobStore.AddAsync(session, payload.ToJob(sha256), upload.Caller).ConfigureAwait(false);
            await session.ExecuteAsync("UPDATE uploads SET job_id = @Id, changed_at = @Now WHERE id = @id", new { job.Id, id, session.Now }).ConfigureAwait(false);
            return now with { JobId = job.Id };
        }, cancellation).ConfigureAwait(false);
        File.Delete(beside);
        return done;
    }

    private Task<int> NoteAsync(string id, long received) => _connections.WriteAsync(
        session => session.ExecuteAsync("UPDATE uploads SET received_bytes = @received, changed_at = @Now WHERE id = @id", new { id, received, session.Now }), CancellationToken.None);

    private static async Task<Upload> GetAsync(Session session, string id, string caller) =>
        await session.FirstAsync<Upload>($"SELECT {Columns} FROM uploads WHERE id = @id AND caller = @caller", new { id, caller }).ConfigureAwait(false) ?? throw new MissingException("such upload");

    // The id comes from an address; only what was found in the database under it reaches this.
    private string PathOf(string id) => Path.Combine(_folder, $"{id}.part");
}
