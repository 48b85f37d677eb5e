using System.IO.Compression;
using Lucarne.Cli.Commands.Runs;
using Lucarne.Dicom.Phantom;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Segment;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands;

/// <summary>
/// The segmentation's part of the demo: phantom patients are drawn as DICOM, a small U-Net is trained on them and judged,
/// and a patient that it has not seen is segmented, with contours as a planning system reads them.
/// </summary>
internal static class ThoraxDemo
{
    private const int Patients = 24;
    private const ulong Seed = 42;

    // Far from the cohort's: a patient that no part of the training has seen.
    private const ulong SeedOfStranger = 4242;
    private const ulong SeedOfClinic = 777;

    private const int ClinicPatients = 2, FollowUpDays = 90;

    /// <summary>Runs it in a folder of the demo's.</summary>
    public static void Run(string place, string device, CancellationToken cancellation)
    {
        string cohort = Path.Combine(place, "thorax"), cache = Path.Combine(place, "thorax-prepared");
        // What was prepared of a cohort that another version of Lucarne drew would be used again.
        Remove(cache);
        Console.Error.WriteLine($"Drawing {Patients} phantom patients into {cohort}");
        Draw(cohort, Patients, Seed, cancellation);
        var run = Path.Combine(place, "thorax-run");
        var request = new TrainingRequest
        {
            Recipe = RecipeArguments.Load("thorax", []),
            Data = cohort,
            Out = run,
            CacheFolder = cache,
            WeightFolders = [],
            Device = Device.Parse(device),
            Overwrite = Directory.Exists(run),
        };
        SegmentationFigures.Print(Training.Segmentation(request, cancellation));
        SegmentStranger(place, run, device, cancellation);
    }

    /// <summary>Writes the scans of the served clinic, a zip each: two patients that no part of the training has seen, the first with a second scan.</summary>
    /// <param name="place">The demo's folder.</param>
    /// <param name="folder">Where the zips are written.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void WriteClinic(string place, string folder, CancellationToken cancellation)
    {
        var drawn = Path.Combine(place, "thorax-clinic");
        Remove(drawn);
        ThoraxCohort.Write(drawn, new ThoraxCohortOptions(ClinicPatients, SeedOfClinic) { FollowUpDays = FollowUpDays }, null, cancellation);
        Directory.CreateDirectory(folder);
        // Of the second patient only the first scan.
        foreach (var scan in Directory.EnumerateDirectories(drawn).Order(StringComparer.Ordinal).Take(ClinicPatients + 1))
        {
            cancellation.ThrowIfCancellationRequested();
            ZipFile.CreateFromDirectory(Path.Combine(scan, "CT"), Path.Combine(folder, Path.GetFileName(scan) + ".zip"));
        }

        Remove(drawn);
    }

    /// <summary>Draws anew: patients that another version of Lucarne left would be mixed with these.</summary>
    private static void Draw(string folder, int patients, ulong seed, CancellationToken cancellation)
    {
        Remove(folder);
        ThoraxCohort.Write(folder, new ThoraxCohortOptions(patients, seed), null, cancellation);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static void SegmentStranger(string place, string run, string device, CancellationToken cancellation)
    {
        var stranger = Path.Combine(place, "thorax-stranger");
        Draw(stranger, 1, SeedOfStranger, cancellation);
        using var source = ScanSource.Open(stranger, null, cancellation);
        using var model = SegmentationModel.Load(run, Device.Parse(device));
        var hounsfield = source.Scans[0].Read(cancellation);
        var drawn = model.Segment(hounsfield, null, cancellation);
        var into = Path.Combine(place, "thorax-segmented");
        var volumes = SegmentationExport.Write(into, source.Scans[0], hounsfield, drawn, model.Recipe, model.Version, new SegmentationObjects(true, true), TimeProvider.System);
        foreach (var line in volumes.Lines()) Console.WriteLine(line);
        Console.WriteLine($"A patient that was not trained on, with contours as DICOM: {into}");
    }
}
