using System.Globalization;
using Lucarne.Torch;

namespace Lucarne.Cli.Bench;

/// <summary>Measures both sides in turns and prints medians and ratios.</summary>
internal static class SideBySide
{
    private static readonly string[] PeerModes = ["float32", "bfloat16"];

    /// <summary>Runs cases.</summary>
    /// <param name="script">The peer.</param>
    /// <param name="cases">What to compute.</param>
    /// <param name="turns">How often each side has its turn.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    public static void Run(string script, IReadOnlyList<BenchCase> cases, int turns, CancellationToken cancellation)
    {
        using var peer = Peer.Start(script);
        var bfloat16 = Runtime.HasFastBFloat16;
        Console.WriteLine($"Lucarne on libtorch {Runtime.Version}, {Runtime.Threads} threads, channels last, {(bfloat16 ? "bfloat16" : "float32")}");
        Console.WriteLine($"peer: python3-torch {peer.Version}, {peer.Threads} threads; medians over {turns} turns each, one side at a time");
        Console.WriteLine();
        Console.WriteLine($"{"case",-34} {"Lucarne ms",10} {"float32 ms",11} {"ratio",6} {(bfloat16 ? "cl+bf16 ms" : "cl ms"),11} {"ratio",6}");
        foreach (var work in cases)
        {
            using var own = new OwnSide(work, bfloat16);
            var ours = new List<double>();
            var theirs = PeerModes.ToDictionary(mode => mode, _ => new List<double>());
            for (var turn = -1; turn < turns; turn++)
            {
                cancellation.ThrowIfCancellationRequested();
                var mine = own.Run(work.Rounds);
                if (turn >= 0) ours.Add(Median(mine));
                foreach (var mode in PeerModes)
                {
                    var seconds = peer.Run(work, mode, work.Rounds);
                    if (turn >= 0) theirs[mode].Add(Median(seconds));
                }
            }

            // Each turn is compared with its own neighbours in time, so that a drifting machine drifts for both.
            var ratios = PeerModes.Select(mode => Median([.. theirs[mode].Zip(ours, (peerSeconds, ownSeconds) => peerSeconds / ownSeconds)])).ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{work.Name,-34} {1000 * Median([.. ours]),10:F1} {1000 * Median([.. theirs["float32"]]),11:F1} {ratios[0],6:F2} {1000 * Median([.. theirs["bfloat16"]]),11:F1} {ratios[1],6:F2}"));
        }

        Console.WriteLine();
        Console.WriteLine("ratio: the peer's time over Lucarne's; above 1 Lucarne is faster.");
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
