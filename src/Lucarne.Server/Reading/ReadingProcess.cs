using System.Diagnostics;

namespace Lucarne.Server.Reading;

/// <summary>
/// A process that holds the native libraries and parses what came from outside, so that a file which breaks a decoder breaks no server. It is
/// asked through its standard input and answers on its standard output, one message at a time.
/// </summary>
internal sealed class ReadingProcess : IDisposable
{
    /// <summary>The word that makes this program a reading process.</summary>
    public const string Word = "reading";

    private readonly Process _process;

    private ReadingProcess(Process process) => _process = process;

    /// <summary>What runs a program of .NET: what runs this one.</summary>
    public static string Host => Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    public int Id => _process.Id;

    /// <summary>
    /// Keeps a process that holds the native libraries from growing: by default glibc gives each of many threads an arena of its own, and each keeps
    /// what a batch took of it. After five minutes of <c>lucarne bench serve</c> a server held 2.4 GB with as many as glibc likes, 1.3 GB with two.
    /// </summary>
    /// <param name="start">How it is started. What the environment says already stands.</param>
    public static void BoundArenas(ProcessStartInfo start) => start.Environment.TryAdd("MALLOC_ARENA_MAX", "2");

    /// <summary>Starts one.</summary>
    /// <param name="program">The assembly that is started, this server's own.</param>
    public static ReadingProcess Start(string program)
    {
        var start = new ProcessStartInfo(Host, [program, Word])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        BoundArenas(start);
        try
        {
            return new ReadingProcess(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new ReadingException($"the process that reads pictures could not be started ({error.Message}); check that the machine has memory and processes left", isBusy: true);
        }
    }

    /// <summary>Sends a message and waits for the answer.</summary>
    /// <exception cref="IOException">The process has died.</exception>
    public async Task<ReadingMessage> AskAsync(ReadingMessage message, CancellationToken cancellation)
    {
        await message.WriteAsync(_process.StandardInput.BaseStream, cancellation);
        return await ReadingMessage.ReadAsync(_process.StandardOutput.BaseStream, cancellation)
            ?? throw new EndOfStreamException("the reading process has ended");
    }

    /// <summary>Ends the process at once.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
    }
}
