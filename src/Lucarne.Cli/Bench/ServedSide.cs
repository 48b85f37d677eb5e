using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Bench;

/// <summary>A server of one side of the bench: a process with its children, at an address of this machine alone.</summary>
internal sealed class ServedSide : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;

    private ServedSide(string name, Process process, Uri address) => (Name, _process, Address) = (name, process, address);

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>A port that nobody listens at now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="name">For the table.</param>
    /// <param name="start">How it is started; its output is thrown away, the last line of its errors is told where it does not start.</param>
    /// <param name="port">Where it will listen.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TrainingException">It does not start.</exception>
    public static async Task<ServedSide> StartAsync(string name, ProcessStartInfo start, int port, CancellationToken cancellation)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        var errors = "";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new TrainingException($"{name} cannot be started ({error.Message})");
        }

        process.ErrorDataReceived += (_, line) => errors = string.IsNullOrWhiteSpace(line.Data) ? errors : line.Data;
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var side = new ServedSide(name, process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));
        try
        {
            await side.ReadyAsync(() => errors, cancellation).ConfigureAwait(false);
            return side;
        }
        catch
        {
            side.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of memory that the process and its children hold, those that they share with others among them.</summary>
    public long Memory()
    {
        var parents = Processes().ToLookup(pair => pair.Parent, pair => pair.Id);
        long Sum(int id) => Resident(id) + parents[id].Sum(Sum);
        return Sum(_process.Id);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task ReadyAsync(Func<string> errors, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = Address };
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < LongestStart; await Task.Delay(Look, cancellation).ConfigureAwait(false))
        {
            if (_process.HasExited) throw new TrainingException($"{Name} ended before it answered: {errors()}");
            try
            {
                using var answer = await client.GetAsync("health/ready", cancellation).ConfigureAwait(false);
                if (answer.IsSuccessStatusCode && !(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).Contains("no run", StringComparison.Ordinal)) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        throw new TrainingException($"{Name} did not answer within {LongestStart.TotalSeconds} seconds: {errors()}");
    }

    private static IEnumerable<(int Id, int Parent)> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            // The name in brackets may hold anything, spaces too; the parent is the second word after it (man 5 proc).
            if (Text(Path.Combine(folder, "stat")) is { } stat && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..])
                yield return (id, int.Parse(parent, CultureInfo.InvariantCulture));
        }
    }

    private static long Resident(int id) =>
        Text($"/proc/{id}/statm")?.Split(' ') is [_, var pages, ..] ? long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
