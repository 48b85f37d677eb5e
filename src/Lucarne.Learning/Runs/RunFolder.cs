namespace Lucarne.Learning.Runs;

/// <summary>The files of a run: one folder holds everything that a training leaves behind, and is what is served.</summary>
/// <param name="path">The folder.</param>
/// <param name="pass">Before the names of what a second training in the same run writes; empty for the first.</param>
public sealed class RunFolder(string path, string pass = "")
{
    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The recipe as resolved, every default written out.</summary>
    public string Recipe => In("recipe.yaml");

    /// <summary>What the data is.</summary>
    public string Fingerprint => In("fingerprint.json");

    /// <summary>Which picture is in which part.</summary>
    public string Split => In("split.json");

    /// <summary>A row per epoch.</summary>
    public string History => In(pass + "history.csv");

    /// <summary>The best weights.</summary>
    public string Model => In(pass + "model.safetensors");

    /// <summary>The weights that the figures were measured with, where a refit has put others in their place.</summary>
    public string Judged => In("judged.safetensors");

    /// <summary>What resuming needs.</summary>
    public string Last => In(pass + "last.safetensors");

    /// <summary>The judgement on the test part.</summary>
    public string Metrics => In("metrics.json");

    /// <summary>The answers on the test part.</summary>
    public string Predictions => In("predictions.csv");

    /// <summary>The labels that a segmentation drew for a scan kept apart.</summary>
    public string Drawn(string scan) => In(System.IO.Path.Combine("predictions", scan + ".nii.gz"));

    /// <summary>Latent vectors of the test, training and validation parts.</summary>
    public string Embeddings => In("embeddings.safetensors");

    /// <summary>Pictures for people.</summary>
    public string Figures => In("figures");

    /// <summary>The whole story on one page.</summary>
    public string Report => In("report.html");

    /// <summary>Version, seed, device, times, status.</summary>
    public string Run => In("run.json");

    /// <summary>True where there is nothing yet.</summary>
    public bool IsEmpty => !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any();

    /// <summary>Where a run grows that shall replace the one in this folder.</summary>
    public RunFolder Beside => new(path + ".lucarne-new");

    /// <summary>The same folder for the training on all pictures that follows the judgement.</summary>
    public RunFolder ForRefit() => new(path, "refit-");

    /// <summary>Makes sure that the folder can be written to, before hours are spent.</summary>
    /// <exception cref="TrainingException">It cannot.</exception>
    public void MakeWritable()
    {
        try
        {
            Directory.CreateDirectory(path);
            var probe = In($".write-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"the folder {path} cannot be written to ({error.Message}); choose another with --out");
        }
    }

    private string In(string name) => System.IO.Path.Combine(path, name);
}
