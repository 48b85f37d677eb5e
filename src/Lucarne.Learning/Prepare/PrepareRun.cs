using System.Collections.Concurrent;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Cohorts;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Prepare;

/// <summary>What to prepare, and where to.</summary>
public sealed record PrepareRequest
{
    /// <summary>A segmentation recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The cohort's folder.</summary>
    public required string Data { get; init; }

    /// <summary>The prepared folder: new, or one that was begun before and is gone on with.</summary>
    public required string Out { get; init; }
}

/// <summary>A prepared cohort.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Scans">Scans that can be learned from.</param>
/// <param name="LeftOut">Scans that cannot, and why.</param>
/// <param name="Notes">What a person should know, a sentence each.</param>
public sealed record PrepareResult(PreparedFolder Folder, int Scans, IReadOnlyDictionary<string, string> LeftOut, IReadOnlyList<string> Notes);

/// <summary>Prepares a cohort scan by scan: what is done is kept, what cannot be used is named and left out.</summary>
public static class PrepareRun
{
    // A scan of 512×512×300 takes half a gigabyte while it is prepared, and all processors: more at a time would only take more memory.
    private const int ScansAtATime = 2;

    /// <summary>Prepares what is not prepared yet.</summary>
    /// <exception cref="PrepareException">It cannot be done.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the scans that were done stay, and a second call goes on.</exception>
    public static PrepareResult Execute(PrepareRequest request, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = request.Recipe.Segmentation
            ?? throw new PrepareException($"the recipe {request.Recipe.Name} sorts pictures: there is nothing to prepare for it; train on the pictures themselves");
        var folder = new PreparedFolder(request.Out);
        var cohort = new PreparedCohort
        {
            Recipe = request.Recipe.Name,
            Settings = PreparedFolder.SettingsOf(options),
            Status = "preparing",
            Structures = [.. options.Structures.Select(structure => structure.Name)],
        };
        RequirePlace(folder, cohort);
        using var found = Cohort.Find(request.Data, options, cancellation);
        var scans = found.Scans;
        Directory.CreateDirectory(folder.Path);
        cohort.Write(folder.Cohort);
        PlacedFile.Write(folder.Recipe, request.Recipe.ToYaml());
        var leftOut = PrepareAll(scans, new ScanPreparation(folder, options), progress, cancellation);
        CohortScan[] usable = [.. scans.Where(scan => !leftOut.ContainsKey(scan.Id))];
        var result = Finish(request.Recipe, folder, cohort, usable, leftOut);
        return Draw(request.Recipe, folder, usable, cancellation) is { } warning ? result with { Notes = [.. result.Notes, warning] } : result;
    }

    /// <summary>The figures, after one of the scans learned from; they are drawn once the cohort is whole, for it can be used without them.</summary>
    private static string? Draw(Recipe recipe, PreparedFolder folder, CohortScan[] scans, CancellationToken cancellation)
    {
        using var store = PreparedStore.Open(folder.Path, recipe);
        if (store.Split.Train.Count == 0) return null;
        var example = store.Of(store.Split.Train).MaxBy(scan => scan.Record.Contoured.Count)!;
        new PrepareFigures(store, recipe).Write(scans.First(scan => scan.Id == example.Record.Id).Read(cancellation), example);
        return PartFigures.Write(store, recipe.Segmentation!, cancellation);
    }

    private static void RequirePlace(PreparedFolder folder, PreparedCohort wanted)
    {
        if (File.Exists(folder.Path)) throw new PrepareException($"{folder.Path} is a file; give a folder");
        if (!Directory.Exists(folder.Path) || !Directory.EnumerateFileSystemEntries(folder.Path).Any()) return;
        if (!File.Exists(folder.Cohort)) throw new PrepareException($"the folder {folder.Path} holds something else than a prepared cohort; choose another with --out");
        if (PreparedCohort.Read(folder.Cohort).Settings != wanted.Settings)
            throw new PrepareException($"{folder.Path} was prepared with other structures or another window or size than the recipe {wanted.Recipe} states; choose another folder with --out");
    }

    private static SortedDictionary<string, string> PrepareAll(
        IReadOnlyList<CohortScan> scans, ScanPreparation preparation, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var leftOut = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var done = 0;
        progress?.Report(new StageProgress(Stage.Prepare, 0, scans.Count));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(ScansAtATime, Environment.ProcessorCount), CancellationToken = cancellation };
        Parallel.ForEach(Partitioner.Create(scans, EnumerablePartitionerOptions.NoBuffering), parallel, scan =>
        {
            try
            {
                if (!preparation.IsDone(scan)) preparation.Prepare(scan, cancellation);
            }
            catch (Exception error) when (error is PrepareException or NiftiException or InvalidDataException)
            {
                leftOut[scan.Id] = error.Message.TrimEnd('.');
            }

            progress?.Report(new StageProgress(Stage.Prepare, Interlocked.Increment(ref done), scans.Count));
        });
        return new(leftOut, StringComparer.Ordinal);
    }

    private static PrepareResult Finish(Recipe recipe, PreparedFolder folder, PreparedCohort cohort, CohortScan[] scans, SortedDictionary<string, string> leftOut)
    {
        if (scans.Length == 0) throw new PrepareException($"none of the {leftOut.Count} scan(s) can be used: {string.Join("; ", leftOut.Select(pair => $"{pair.Key}: {pair.Value}"))}");
        var options = recipe.Segmentation!;
        var records = scans.ToDictionary(scan => scan.Id, scan => PreparedPatient.Read(folder.Patient(scan.Id)), StringComparer.Ordinal);
        var split = PatientSplit.Draw([.. records.Values.Select(record => (record.Id, record.Patient))], recipe.Split);
        folder.WriteSplit(split);
        ClassWeightsFile.Of(options, recipe.Train.Loss.ClassWeights, options.Prepare.Size, [.. split.Train.Select(id => records[id])]).Write(folder.ClassWeights);
        (string Part, ValueList<string> Ids)[] parts = [("train", split.Train), ("val", split.Validation), ("test", split.Test)];
        SliceIndex.Write(folder.Slices, options, parts.SelectMany(part => part.Ids.Select(id => (records[id], part.Part))));
        LocalText[] warnings = [.. Warnings(options, records.Values, split, leftOut)];
        string[] english = [.. warnings.Select(warning => warning.En)];
        (cohort with { Status = PreparedCohort.IsFinished, Scans = [.. records.Keys.Order(StringComparer.Ordinal)], LeftOut = leftOut, Warnings = english, WarningsFr = [.. warnings.Select(warning => warning.Fr)] }).Write(folder.Cohort);
        return new(folder, records.Count, leftOut, english);
    }

    private static IEnumerable<LocalText> Warnings(
        SegmentationOptions options, IEnumerable<PreparedPatient> records, DataSplit split, IReadOnlyDictionary<string, string> leftOut)
    {
        foreach (var (id, reason) in leftOut) yield return ScanNotes.LeftOut(id, reason);
        foreach (var record in records.OrderBy(record => record.Id, StringComparer.Ordinal))
        {
            foreach (var note in LocalText.Paired(record.Notes, record.NotesFr)) yield return ScanNotes.Of(record.Id, note);
            Structure[] missing = [.. options.Structures.Where(structure => !record.Contoured.Contains(structure.Name))];
            if (missing.Length > 0) yield return ScanNotes.NotContoured(record.Id, missing);
        }

        foreach (var warning in split.Warnings) yield return warning;
    }
}
