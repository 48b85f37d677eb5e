namespace Lucarne.Cli.Terminal;

/// <summary>Where things lie: the checkout, and what Lucarne keeps.</summary>
internal static class Home
{
    /// <summary>The checkout's folder, which the launcher names in LUCARNE_ROOT; else the nearest folder above the program with recipes in it.</summary>
    public static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable("LUCARNE_ROOT") is { Length: > 0 } named) return named;
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (Directory.Exists(Path.Combine(folder.FullName, "recipes"))) return folder.FullName;
            return Environment.CurrentDirectory;
        }
    }

    /// <summary>The recipes' folder.</summary>
    public static string Recipes => Path.Combine(Root, "recipes");

    /// <summary>What Lucarne keeps between runs: LUCARNE_HOME, else .lucarne in the user's folder.</summary>
    public static string Kept => Environment.GetEnvironmentVariable("LUCARNE_HOME") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".lucarne");

    /// <summary>Unpacked archives.</summary>
    public static string Cache => Path.Combine(Kept, "cache");

    /// <summary>Where public weights are looked for, in this order.</summary>
    public static IReadOnlyList<string> WeightFolders =>
        Environment.GetEnvironmentVariable("LUCARNE_WEIGHTS") is { Length: > 0 } named ? [named, OwnWeights] : [OwnWeights];

    /// <summary>Where fetched weights are put.</summary>
    public static string OwnWeights => Path.Combine(Kept, "weights");
}
