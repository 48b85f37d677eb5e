using System.Security.Cryptography;

namespace Lucarne.Networks.Weights;

/// <summary>Downloads public weights, and keeps only what has the publisher's hash.</summary>
/// <param name="client">What to fetch with.</param>
public sealed class WeightFetcher(HttpClient client)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Fetches weights into a folder; what is already there is checked and kept.</summary>
    /// <param name="weights">Which.</param>
    /// <param name="folder">Where to; made if it is missing.</param>
    /// <param name="progress">Told the bytes so far, and the whole length where the publisher says it.</param>
    /// <param name="cancellation">Stops the download; nothing is left behind.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="NetworkException">The publisher cannot be reached, or sent something else.</exception>
    public async Task<string> FetchAsync(
        PublishedWeights weights, string folder, IProgress<(long Read, long? Length)>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, weights.Name + Path.GetExtension(weights.Address.AbsolutePath));
        if (File.Exists(path) && Fits(weights, await HashAsync(path, cancellation).ConfigureAwait(false))) return path;
        var beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            var hash = await DownloadAsync(weights, beside, progress, cancellation).ConfigureAwait(false);
            if (!Fits(weights, hash))
                throw new NetworkException($"{weights.Address}: what came has the SHA-256 {hash}, and {weights.Sha256Start}… is expected; it was thrown away, try again or from another network");
            File.Move(beside, path, overwrite: true);
            return path;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new NetworkException($"{weights.Address}: it cannot be fetched ({error.Message}); fetch it elsewhere and put it at {path}", error);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static bool Fits(PublishedWeights weights, string hash) => hash.StartsWith(weights.Sha256Start, StringComparison.Ordinal);

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        var stream = File.OpenRead(path);
        await using var closing = stream.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    private async Task<string> DownloadAsync(
        PublishedWeights weights, string path, IProgress<(long Read, long? Length)>? progress, CancellationToken cancellation)
    {
        using var answer = await client.GetAsync(weights.Address, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        var source = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var closingSource = source.ConfigureAwait(false);
        var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
        await using var closingTarget = target.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var total = 0L;
        for (int read; (read = await source.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            progress?.Report((total += read, answer.Content.Headers.ContentLength));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
