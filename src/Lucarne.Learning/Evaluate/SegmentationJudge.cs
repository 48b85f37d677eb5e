using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Cohorts;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Learning.Evaluate;

/// <summary>Judges a segmentation in 3D on each scan's own grid.</summary>
public static class SegmentationJudge
{
    // AAPM TG-263's margin for organs at risk, and the tolerance of Nikolov et al. (2021) for most of them.
    private const double ToleranceMm = 2;

    /// <summary>Judges the prepared scans of a part.</summary>
    /// <param name="model">The network.</param>
    /// <param name="store">The prepared cohort.</param>
    /// <param name="scans">The scans to judge.</param>
    /// <param name="drawn">Told of each scan's labels, for pictures.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal static SegmentationMetrics Judge(
        SegmentationModel model, PreparedStore store, IReadOnlyList<PreparedScan> scans, Action<PreparedScan, Volume<byte>> drawn,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var judged = new Dictionary<string, IReadOnlyList<StructureJudgement>>(StringComparer.Ordinal);
        foreach (var scan in scans)
        {
            progress?.Report(new StageProgress(Stage.Evaluate, judged.Count, scans.Count));
            var truth = new StructureMaps(
                NiftiFile.ReadLabels(store.Folder.Truth(scan.Record.Id)),
                scan.Record.KnowsBeneath ? NiftiFile.ReadLabels(store.Folder.TruthBeneath(scan.Record.Id)) : null);
            var predicted = model.Segment(scan, cancellation);
            judged[scan.Record.Id] = Judgements(model.Recipe.Segmentation!, truth, predicted, scan.Record.Contoured, cancellation);
            drawn(scan, predicted.Labels);
        }

        progress?.Report(new StageProgress(Stage.Evaluate, scans.Count, scans.Count));
        return Metrics(model, judged, []);
    }

    /// <summary>Judges the scans of another folder, prepared or not.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The folder.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="PrepareException">There are none that can be used.</exception>
    public static SegmentationMetrics OnFolder(SegmentationModel model, string data, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (PreparedFolder.IsOne(data))
        {
            using var store = PreparedStore.Open(data, model.Recipe);
            return Judge(model, store, [.. store.Scans], (_, _) => { }, progress, cancellation);
        }

        var options = model.Recipe.Segmentation!;
        using var cohort = Cohort.Find(data, options, cancellation);
        var judged = new Dictionary<string, IReadOnlyList<StructureJudgement>>(StringComparer.Ordinal);
        var notes = new List<LocalText>();
        foreach (var scan in cohort.Scans)
        {
            progress?.Report(new StageProgress(Stage.Evaluate, judged.Count, cohort.Scans.Count));
            try
            {
                var read = scan.Read(cancellation);
                if (read.Contoured.Count == 0) throw new PrepareException("none of its contours means a structure of the recipe");
                notes.AddRange(read.Notes.Select(note => ScanNotes.Of(scan.Id, note)));
                judged[scan.Id] = Judgements(model.Recipe.Segmentation!, read.Truth, model.Segment(read.Hounsfield, null, cancellation), read.Contoured, cancellation);
            }
            catch (Exception error) when (error is PrepareException or NiftiException)
            {
                notes.Add(ScanNotes.LeftOut(scan.Id, error.Message.TrimEnd('.')));
            }
        }

        progress?.Report(new StageProgress(Stage.Evaluate, cohort.Scans.Count, cohort.Scans.Count));
        return judged.Count > 0 ? Metrics(model, judged, notes) : throw new PrepareException($"no scan of {data} can be judged: {string.Join(" ", notes.Select(note => note.En))}");
    }

    /// <summary>The judgement of each structure as a whole: organs do not end at a margin that is drawn over them, unless what lies beneath it is not
    /// known of the truth.</summary>
    internal static IReadOnlyList<StructureJudgement> Judgements(
        SegmentationOptions options, StructureMaps truth, StructureMaps predicted, IReadOnlyList<string> contoured, CancellationToken cancellation)
    {
        var judgements = new StructureJudgement[options.Structures.Count];
        var visible = truth.Beneath is null;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, judgements.Length, parallel, i =>
        {
            var structure = options.Structures[i];
            judgements[i] = StructureJudge.Judge(
                truth.Whole(structure, options, visible), predicted.Whole(structure, options, visible), 1, contoured.Contains(structure.Name), ToleranceMm);
        });
        return judgements;
    }

    private static SegmentationMetrics Metrics(SegmentationModel model, IReadOnlyDictionary<string, IReadOnlyList<StructureJudgement>> judged, IReadOnlyList<LocalText> notes) =>
        SegmentationMetrics.Of([.. model.Structures.Select(structure => structure.Name)], judged, notes);
}
