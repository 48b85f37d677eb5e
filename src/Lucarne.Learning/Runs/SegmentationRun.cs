using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;
using Lucarne.Learning.Segment;
using Lucarne.Learning.Split;
using Lucarne.Learning.Train;
using Lucarne.Networks.Architectures;
using Lucarne.Torch;

namespace Lucarne.Learning.Runs;

/// <summary>The whole way from a cohort to a judged segmentation run.</summary>
public static class SegmentationRun
{
    /// <summary>Prepares where that is not done yet, trains, judges and reports.</summary>
    /// <param name="request">What to do; its data is a prepared folder or a cohort.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="progress">Told how far it is, from any thread.</param>
    /// <param name="cancellation">Ends the training after what is under way; what was done is kept and can be resumed.</param>
    /// <exception cref="TrainingException">It cannot be done.</exception>
    /// <exception cref="PrepareException">The cohort cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainingResult<SegmentationMetrics> Execute(TrainingRequest request, TimeProvider clock, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        RunCourse.Take(request, course => new Story(course).Tell(), clock, progress, cancellation);

    /// <summary>One run, stage by stage.</summary>
    private sealed class Story(RunCourse course)
    {
        private readonly TrainingRequest _request = course.Request;
        private readonly RunFolder _run = course.Run;
        private readonly RunJournal _journal = course.Journal;
        private PredictionSheet? _sheet;

        public TrainingResult<SegmentationMetrics> Tell()
        {
            var recipe = _request.Resume ? Recipe.FromYaml(File.ReadAllText(_run.Recipe), "recipe.yaml") : _request.Recipe;
            var folder = _journal.Time("prepare", () => CohortPreparation.Of(_request.Data, recipe, _request.CacheFolder, course.Progress, course.Cancellation));
            using var store = PreparedStore.Open(folder, recipe);
            RequireTraining(store);
            course.RequireSameSplit(store.Split, "scans");
            if (_request.Resume) _journal.Note(RunRecord.Read(_run.Run).NotesInBoth());
            _journal.Note(store.Warnings);
            SetDown(recipe, store);

            var facts = new NetworkFacts([.. recipe.Segmentation!.Structures.Select(structure => structure.Name)]);
            var execution = Execution.For(recipe.Train.Precision, _request.Device, (int)recipe.Network.Width);
            Runtime.Seed(recipe.Train.Seed);
            using var network = Build(recipe, execution);
            _journal.Begin(recipe, network, execution, weights: null);
            return course.Follow(
                () => Fit(recipe, network, facts, execution, (store.Of(store.Split.Train), store.Of(store.Split.Validation)), _run, Stage.Train),
                () => Judge(store),
                outcome =>
                {
                    if (Refits(recipe, store)) Refit(recipe, facts, execution, store, outcome);
                },
                () => DrawSheets(store));
        }

        private static void RequireTraining(PreparedStore store)
        {
            if (store.Split.Train.Count == 0) throw new TrainingException($"{store.Folder.Part("train")} names no scan; put those to learn from there, a line each");
        }

        private void SetDown(Recipe recipe, PreparedStore store)
        {
            PlacedFile.Write(_run.Recipe, recipe.ToYaml());
            CohortFingerprint.Write(_run.Fingerprint, store);
            SplitFile.Write(store.Split, _run.Split);
        }

        private static UNet Build(Recipe recipe, Execution execution)
        {
            var network = new UNet(recipe.Segmentation!.Input.Planes, recipe.Segmentation.Channels, (int)recipe.Network.Width);
            NetworkBuilder.Settle(network, execution);
            return network;
        }

        private TrainingOutcome Fit(
            Recipe recipe, UNet network, NetworkFacts facts, Execution execution,
            (IReadOnlyList<PreparedScan> Training, IReadOnlyList<PreparedScan> Validation) part, RunFolder place, Stage stage)
        {
            using var task = new SegmentationTask(recipe, network, facts, execution, part.Training, part.Validation);
            return course.Fit(recipe, task, place, stage);
        }

        private SegmentationMetrics Judge(PreparedStore store)
        {
            using var model = SegmentationModel.Load(_run.Path, _request.Device);
            _sheet = new PredictionSheet(model.Recipe);
            var metrics = SegmentationJudge.Judge(model, store, store.Of(store.Split.Test), Keep, course.Progress, course.Cancellation);
            metrics.Write(_run.Metrics);
            return metrics;
        }

        private void Keep(PreparedScan scan, Volume<byte> labels)
        {
            NiftiFile.Write(_run.Drawn(scan.Record.Id), labels, "Lucarne: AI-generated, not for clinical use without review");
            _sheet!.Add(scan, labels);
        }

        private void DrawSheets(PreparedStore store)
        {
            _sheet!.Write(_run.Figures, new Texts());
            Directory.CreateDirectory(_run.Figures);
            foreach (var chart in Directory.Exists(store.Folder.Figures) ? Directory.GetFiles(store.Folder.Figures, PartCharts.Bars + ".*") : [])
                File.Copy(chart, Path.Combine(_run.Figures, Path.GetFileName(chart)), overwrite: true);
        }

        private static bool Refits(Recipe recipe, PreparedStore store) =>
            store.Split.Test.Count + store.Split.Validation.Count > 0 && (recipe.Train.Refit || Patients(store) <= recipe.Segmentation!.Sampling.RefitUpTo);

        private static int Patients(PreparedStore store) => store.Scans.Select(scan => scan.Record.Patient).Distinct(StringComparer.Ordinal).Count();

        private void Refit(Recipe recipe, NetworkFacts facts, Execution execution, PreparedStore store, TrainingOutcome judged)
        {
            PreparedScan[] all = [.. store.Of(store.Split.Train), .. store.Of(store.Split.Validation), .. store.Of(store.Split.Test)];
            course.Refit(
                recipe,
                judged,
                (longer, place) =>
                {
                    using var network = Build(longer, execution);
                    return Fit(longer, network, facts, execution, (all, []), place, Stage.Refit);
                },
                _ => new LocalText(
                    $"The network that answers was trained anew on all {all.Length} scans, those kept apart included; every figure is of the network in judged.safetensors, which had not seen them.",
                    $"Le réseau qui répond a été entraîné à nouveau sur les {all.Length} examens, ceux gardés à part compris\u202f; tous les chiffres sont ceux du réseau de judged.safetensors, qui ne les avait pas vus."));
        }
    }
}
