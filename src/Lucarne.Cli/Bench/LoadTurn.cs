using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Lucarne.Cli.Bench;

/// <summary>What clients saw of a server in one turn.</summary>
/// <param name="Milliseconds">Of each answered request.</param>
/// <param name="Failures">Requests that were answered with anything but a class.</param>
/// <param name="Seconds">How long the turn took.</param>
internal sealed record LoadTurn(IReadOnlyList<double> Milliseconds, int Failures, double Seconds)
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(60);

    /// <summary>Clients that each send a picture as soon as the one before is answered.</summary>
    /// <param name="address">The server.</param>
    /// <param name="pictures">Encoded pictures, sent in turn.</param>
    /// <param name="clients">How many at once.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="cancellation">Ends the turn.</param>
    public static async Task<LoadTurn> RunAsync(Uri address, IReadOnlyList<byte[]> pictures, int clients, double seconds, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = clients, UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = address, Timeout = LongestRequest };
        var times = new ConcurrentBag<double>();
        var failures = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(async () =>
        {
            for (var i = number; watch.Elapsed.TotalSeconds < seconds; i += clients)
            {
                cancellation.ThrowIfCancellationRequested();
                var began = watch.Elapsed;
                if (await AskAsync(client, pictures[i % pictures.Count], cancellation).ConfigureAwait(false) is null) Interlocked.Increment(ref failures);
                else times.Add((watch.Elapsed - began).TotalMilliseconds);
            }
        }, cancellation))).ConfigureAwait(false);
        return new LoadTurn([.. times], failures, watch.Elapsed.TotalSeconds);
    }

    /// <summary>The class that a server names for a picture; null where it names none.</summary>
    public static async Task<string?> AskAsync(HttpClient client, byte[] picture, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        using var form = new MultipartFormDataContent { { content, "file", "picture.png" } };
        try
        {
            using var response = await client.PostAsync("predict", form, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return null;
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
            return answer.RootElement.GetProperty("predicted_class").GetString();
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or KeyNotFoundException || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
