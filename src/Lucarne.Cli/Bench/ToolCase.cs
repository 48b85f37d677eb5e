using System.Diagnostics;

namespace Lucarne.Cli.Bench;

/// <summary>One job that Lucarne and another program do as whole processes, each into an empty folder of its own.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Peer">The other program.</param>
/// <param name="PeerArguments">Its arguments, by the folder it writes into.</param>
/// <param name="OwnArguments">Lucarne's, by the folder it writes into.</param>
/// <param name="Agreement">Compares what both wrote (Lucarne's folder, the peer's), in a few words.</param>
internal sealed record ToolCase(string Name, string Peer, Func<string, string[]> PeerArguments, Func<string, string[]> OwnArguments, Func<string, string, string> Agreement)
{
    /// <summary>Seconds that Lucarne takes.</summary>
    public double RunOwn(string folder)
    {
        // Started as this process was: by its own host, or by dotnet and the path of the program.
        var program = Environment.ProcessPath!;
        var own = OwnArguments(folder);
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? Time(program, [Environment.GetCommandLineArgs()[0], .. own], folder) : Time(program, own, folder);
    }

    /// <summary>Seconds that the peer takes.</summary>
    public double RunPeer(string folder) => Time(Peer, PeerArguments(folder), folder);

    private static double Time(string program, string[] arguments, string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var watch = Stopwatch.StartNew();
        using var process = Start(start, program);
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0 ? seconds : throw new IOException($"{program} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult().Trim()}");
    }

    private static Process Start(ProcessStartInfo start, string program)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new IOException($"{program} is not installed, and there is nothing to compare with; install the package {program}.");
        }
    }
}
