using System.Globalization;

namespace Lucarne.Cli.Bench;

/// <summary>Measures Lucarne and another program in turns, as whole processes, and prints medians and the ratio.</summary>
internal static class ToolBench
{
    /// <summary>Runs a case.</summary>
    /// <param name="work">What both do.</param>
    /// <param name="place">A folder for what they write.</param>
    /// <param name="turns">How often each has its turn, after one that is not counted.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    public static void Run(ToolCase work, string place, int turns, CancellationToken cancellation)
    {
        string own = Path.Combine(place, "own"), peer = Path.Combine(place, "peer");
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var turn = -1; turn < turns; turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (mine, yours) = (work.RunOwn(own), work.RunPeer(peer));
            if (turn < 0) continue;
            ours.Add(mine);
            theirs.Add(yours);
        }

        // Each turn is compared with its own neighbour in time, so that a drifting machine drifts for both.
        var ratio = Median([.. theirs.Zip(ours, (peerSeconds, ownSeconds) => peerSeconds / ownSeconds)]);
        Console.WriteLine($"{work.Name}; medians over {turns} turns each, whole processes, one at a time");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Lucarne {Median(ours):0.000} s, {work.Peer} {Median(theirs):0.000} s, ratio {ratio:0.00} (above 1 Lucarne is faster)"));
        Console.WriteLine(work.Agreement(own, peer));
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
