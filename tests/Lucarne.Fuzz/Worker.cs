namespace Lucarne.Fuzz;

/// <summary>
/// Feeds one reader until its time is over, in a process of its own. What is being read lies in a file: where native code brings the
/// process down, or a reading never ends, the file is the finding.
/// </summary>
internal static class Worker
{
    /// <summary>A finding, beside a plain end.</summary>
    public const int Found = 3;

    private const int LongestMs = 10_000;
    private const long MostBytes = 3L << 30;

    /// <param name="target">The reader.</param>
    /// <param name="folder">Where seeds and the file under test lie.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="seed">The seed of the damage.</param>
    /// <returns>The exit code.</returns>
    public static int Run(FuzzTarget target, string folder, double seconds, int seed)
    {
        var seeds = Path.Combine(folder, "seeds");
        Directory.CreateDirectory(seeds);
        target.Seeds(seeds);
        var files = Directory.GetFiles(seeds, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(bytes => bytes.Length > 0).ToList();
        foreach (var whole in Directory.GetFiles(seeds, "*", SearchOption.AllDirectories)) target.Read(whole);

        var damage = new Damage(seed);
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var (read, refused) = (0L, 0L);
        var under = Path.Combine(folder, "input");
        using var watch = new Timer(_ => Environment.FailFast($"{target.Name}: a reading took longer than {LongestMs / 1000} s"));
        while (clock.GetElapsedTime(started).TotalSeconds < seconds)
        {
            File.WriteAllBytes(under, damage.Of(files));
            watch.Change(LongestMs, Timeout.Infinite);
            try
            {
                target.Read(under);
                read++;
            }
            catch (Exception error) when (target.Refuses(error))
            {
                refused++;
            }
            catch (Exception error)
            {
                Console.Error.WriteLine($"{target.Name}: {error}");
                return Found;
            }

            if (Environment.WorkingSet > MostBytes)
            {
                Console.Error.WriteLine($"{target.Name}: the process took more than {MostBytes >> 30} GiB");
                return Found;
            }
        }

        watch.Change(Timeout.Infinite, Timeout.Infinite);
        Console.WriteLine($"{target.Name}: {read} damaged files read, {refused} refused");
        return read + refused > 0 ? 0 : Found;
    }
}
