using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Cli.Bench;

/// <summary>A Python process with PyTorch that computes when it is asked to and is silent otherwise.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, string version, int threads) => (_process, Version, Threads) = (process, version, threads);

    public string Version { get; }

    public int Threads { get; }

    /// <summary>Starts the peer.</summary>
    /// <exception cref="TrainingException">There is no Python with PyTorch.</exception>
    public static Peer Start(string script)
    {
        var candidates = new[] { Environment.GetEnvironmentVariable("LUCARNE_PYTHON"), "/usr/bin/python3", "python3" };
        foreach (var python in candidates.Where(name => !string.IsNullOrEmpty(name)))
        {
            var start = new ProcessStartInfo(python!, [script, Runtime.Threads.ToString(CultureInfo.InvariantCulture), Runtime.HasFastBFloat16 ? "bfloat16" : "float32"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            try
            {
                var process = Process.Start(start)!;
                process.ErrorDataReceived += (_, _) => { };
                process.BeginErrorReadLine();
                if (process.StandardOutput.ReadLine() is { } hello)
                {
                    using var answer = JsonDocument.Parse(hello);
                    return new Peer(process, answer.RootElement.GetProperty("torch").GetString()!, answer.RootElement.GetProperty("threads").GetInt32());
                }

                process.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not there: the next candidate.
            }
        }

        throw new TrainingException("no Python with PyTorch and torchvision was found to compare with; install python3-torch and python3-torchvision, or name one in LUCARNE_PYTHON");
    }

    /// <summary>Seconds of each round.</summary>
    public double[] Run(BenchCase work, string mode, int rounds)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(new { task = work.Task, mode, batch = work.Batch, size = work.Size, rounds }));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new TrainingException("the peer ended without an answer");
        using var answer = JsonDocument.Parse(line);
        return [.. answer.RootElement.GetProperty("seconds").EnumerateArray().Select(value => value.GetDouble())];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }
}
