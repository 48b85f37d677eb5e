using System.Security.Cryptography;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Files;

/// <summary>Whether the files on the disk are those that the database names.</summary>
/// <param name="Files">So many are named.</param>
/// <param name="SizeBytes">Their length in all.</param>
/// <param name="Missing">Named, and not on the disk.</param>
/// <param name="Damaged">Named, and of another length or content.</param>
/// <param name="Unnamed">On the disk, and not named: left by a crash before they were acknowledged. They do no harm.</param>
public sealed record FileCheck(long Files, long SizeBytes, IReadOnlyList<string> Missing, IReadOnlyList<string> Damaged, IReadOnlyList<string> Unnamed)
{
    /// <summary>Whether everything that is named is there and whole.</summary>
    public bool IsWhole => Missing.Count == 0 && Damaged.Count == 0;

    /// <summary>Compares.</summary>
    /// <param name="connections">The database.</param>
    /// <param name="store">The files.</param>
    /// <param name="readsContent">Reads each file to the end and compares its SHA-256; else its length alone is compared.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal static async Task<FileCheck> RunAsync(Connections connections, FileStore store, bool readsContent, CancellationToken cancellation)
    {
        // Listed before the rows are read: what is added meanwhile has a row by then and no reason to be called unnamed.
        var onDisk = Directory.EnumerateDirectories(store.Folder).Where(folder => Path.GetFileName(folder).Length == 2).SelectMany(Directory.EnumerateFiles).Select(path => Path.GetFileName(path)).ToList();
        var rows = await connections.ReadAsync(session => session.QueryAsync<StoredFile>("SELECT sha256, size_bytes, media_type, created_at FROM files ORDER BY sha256"), cancellation).ConfigureAwait(false);
        var (missing, damaged) = (new List<string>(), new List<string>());
        foreach (var row in rows)
        {
            var place = new FileInfo(store.PathOf(row.Sha256));
            if (!place.Exists) missing.Add(row.Sha256);
            else if (place.Length != row.SizeBytes || (readsContent && await HashAsync(place.FullName, cancellation).ConfigureAwait(false) != row.Sha256)) damaged.Add(row.Sha256);
        }

        return new FileCheck(rows.Count, rows.Sum(row => row.SizeBytes), missing, damaged, [.. onDisk.Except(rows.Select(row => row.Sha256), StringComparer.Ordinal)]);
    }

    internal static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        var file = File.OpenRead(path);
        await using var _ = file.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }
}
