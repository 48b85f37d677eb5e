using System.IO.Compression;
using Lucarne.Dicom.Phantom;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Server.Tests;

/// <summary>A small network that draws structures, and scans of patients that it has not seen.</summary>
internal static class DrawnThorax
{
    private const int Side = 64;
    private const double SpacingMm = 10;

    /// <summary>Trains within seconds.</summary>
    /// <param name="home">The server's home; the run is named thorax.</param>
    public static string Train(string home)
    {
        var cohort = Path.Combine(home, "thorax-cohort");
        ThoraxCohort.Write(cohort, new ThoraxCohortOptions(5, 5) { Side = Side, SliceSpacingMm = SpacingMm });
        var recipe = Recipe.Load("thorax", Path.Combine(Checkout.Root, "recipes"), null,
            ["prepare.size=64", "input.size=32", "network.width=4", "train.epochs=4", "train.batch_size=4", "sampling.steps_per_epoch=20", "train.optimizer.learning_rate=0.01"]);
        var run = Path.Combine(home, "runs", "thorax");
        SegmentationRun.Execute(new TrainingRequest { Recipe = recipe, Data = cohort, Out = run, CacheFolder = Path.Combine(home, "thorax-prepared"), WeightFolders = [] }, TimeProvider.System, null, CancellationToken.None);
        return run;
    }

    /// <summary>Draws a patient who is scanned twice.</summary>
    /// <returns>The patient's folder, with the folder CT and the contours, and the same of the later scan.</returns>
    public static (string First, string Later) Draw(string folder, ulong seed)
    {
        var names = ThoraxCohort.Write(folder, new ThoraxCohortOptions(1, seed) { Side = Side, SliceSpacingMm = SpacingMm, FollowUpDays = 90 });
        return (Path.Combine(folder, names[0]), Path.Combine(folder, names[0] + "-later"));
    }

    /// <summary>The slices of a patient's folder, without contours.</summary>
    public static byte[] Zip(string patient)
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(Path.Combine(patient, "CT"), zip);
        return zip.ToArray();
    }
}
