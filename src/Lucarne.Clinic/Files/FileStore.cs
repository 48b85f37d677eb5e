using System.Security.Cryptography;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Files;

/// <summary>
/// Files beside the database, each under the SHA-256 of its content: <c>files/ab/abcdef…</c>. A file is written beside its place, put on the
/// disk, renamed, and only then named in the database; the same content is kept once.
/// </summary>
public sealed class FileStore
{
    private const string Columns = "sha256, size_bytes, media_type, created_at";
    private const int BufferSize = 1 << 17;

    private readonly Connections _connections;
    private readonly string _folder;
    private readonly string _incoming;

    internal FileStore(Connections connections, string folder)
    {
        (_connections, _folder) = (connections, Path.GetFullPath(folder));
        _incoming = Path.Combine(_folder, "incoming");
        Directory.CreateDirectory(_incoming);
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    internal string Incoming => _incoming;

    /// <summary>Stores a file.</summary>
    /// <param name="content">Its content, read to the end.</param>
    /// <param name="mediaType">What it is said to be.</param>
    /// <param name="mostBytes">So many at most.</param>
    /// <param name="cancellation">Ends the work; nothing is kept then.</param>
    /// <exception cref="ClinicException">It is longer, or the disk is full.</exception>
    public async Task<StoredFile> PutAsync(Stream content, string mediaType, long mostBytes = long.MaxValue, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var beside = Path.Combine(_incoming, $"{Guid.NewGuid():N}.part");
        try
        {
            var (hash, length) = await WriteAsync(content, beside, mostBytes, cancellation).ConfigureAwait(false);
            return await _connections.WriteAsync(session => EnterAsync(session, hash, length, mediaType, beside), cancellation).ConfigureAwait(false);
        }
        catch (IOException error) when (IsFull(error))
        {
            throw new UnavailableException("there is no space left on the disk that keeps the files; nothing was stored. Free some space and try again.", error, isFull: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Stores the bytes of a file.</summary>
    public async Task<StoredFile> PutAsync(ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation = default)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await PutAsync(stream, mediaType, long.MaxValue, cancellation).ConfigureAwait(false);
    }

    /// <summary>What is known of a file.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public async Task<StoredFile> GetAsync(string sha256, CancellationToken cancellation = default) =>
        await _connections.ReadAsync(session => session.FirstAsync<StoredFile>($"SELECT {Columns} FROM files WHERE sha256 = @sha256", new { sha256 }), cancellation).ConfigureAwait(false)
        ?? throw new MissingException("such file");

    /// <summary>Compares what the database names with what lies on the disk.</summary>
    /// <param name="readsContent">Reads each file to the end and compares its SHA-256; else its length alone is compared.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<FileCheck> CheckAsync(bool readsContent, CancellationToken cancellation = default) => FileCheck.RunAsync(_connections, this, readsContent, cancellation);

    /// <summary>Removes files that nothing points to and that came in before a time.</summary>
    /// <returns>How many were removed.</returns>
    public Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellation = default) => new FileSweep(_connections, this).RunAsync(before, null, cancellation);

    /// <summary>Opens a file to be read.</summary>
    /// <exception cref="ClinicException">Its name is no SHA-256, or it is gone from the disk.</exception>
    public Stream OpenRead(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClinicException($"the file {sha256} is named in the database and not on the disk; restore the last backup, or the folder of files from it.", error);
        }
    }

    /// <summary>Where a file lies. Whoever opens it there must not write to it.</summary>
    /// <exception cref="ClinicException">Its name is no SHA-256.</exception>
    public string PathOf(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        // Names reach this from addresses; nothing but a hash may become a path.
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)) throw new ClinicException("a file was asked for by something other than its SHA-256 in lower-case hexadecimal.");
        return Path.Combine(_folder, sha256[..2], sha256);
    }

    internal static bool IsFull(IOException error) => error.HResult is 28 or unchecked((int)0x80070070) || error.Message.Contains("space left", StringComparison.Ordinal);

    private static async Task<(string Hash, long Length)> WriteAsync(Stream content, string path, long mostBytes, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 });
        await using var _ = file.ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        long length = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            length += read;
            if (length > mostBytes) throw new ClinicException($"the file is longer than the {mostBytes >> 20} MiB that are taken; send a smaller one, or have the limit raised.");
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }

    private static void Settle(string beside, string place)
    {
        var folder = Path.GetDirectoryName(place)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            DirectorySync.Flush(Path.GetDirectoryName(folder)!);
        }

        File.Move(beside, place, overwrite: true);
        DirectorySync.Flush(folder);
    }

    // The row's lock keeps the sweep away while the file is put in its place, and its new time keeps it away afterwards.
    internal async Task<StoredFile> EnterAsync(Session session, string sha256, long length, string mediaType, string beside)
    {
        await session.ExecuteAsync(
            "INSERT INTO files (sha256, size_bytes, media_type, created_at) VALUES (@sha256, @length, @mediaType, @Now) ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at",
            new { sha256, length, mediaType = FieldRules.Text(mediaType, "the file's media type", 127), session.Now }).ConfigureAwait(false);
        // Where the transaction is tried again, the file is in its place already.
        if (File.Exists(beside)) Settle(beside, PathOf(sha256));
        return (await session.FirstAsync<StoredFile>($"SELECT {Columns} FROM files WHERE sha256 = @sha256", new { sha256 }).ConfigureAwait(false))!;
    }
}
