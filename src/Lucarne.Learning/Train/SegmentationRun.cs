using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;
using Lucarne.Learning.Segment;
using Lucarne.Learning.Split;
using Lucarne.Networks.Architectures;
using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>A finished training of a segmentation.</summary>
/// <param name="Run">Its folder.</param>
/// <param name="Metrics">The judgement on the scans kept apart.</param>
/// <param name="Outcome">How the training went.</param>
/// <param name="Notes">What a person should know, a sentence each.</param>
public sealed record SegmentationResult(RunFolder Run, SegmentationMetrics Metrics, TrainingOutcome Outcome, IReadOnlyList<string> Notes);

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
    public static SegmentationResult Execute(TrainingRequest request, TimeProvider clock, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        using var place = RunPlace.Prepare(request);
        var result = new Story(request, place.Folder, clock, progress).Tell(cancellation);
        return result with { Run = place.Finish() };
    }

    /// <summary>One run, stage by stage.</summary>
    private sealed class Story(TrainingRequest request, RunFolder run, TimeProvider clock, IProgress<StageProgress>? progress)
    {
        private readonly RunJournal _journal = new(run, clock);
        private PredictionSheet? _sheet;

        public SegmentationResult Tell(CancellationToken cancellation)
        {
            // What answers after a refit has seen the test part and must never be judged on it: the judged network takes its place back.
            if (request.Resume && File.Exists(run.Judged)) File.Move(run.Judged, run.Model, overwrite: true);
            var recipe = request.Resume ? Recipe.FromYaml(File.ReadAllText(run.Recipe), "recipe.yaml") : request.Recipe;
            var folder = _journal.Time("prepare", () => CohortPreparation.Of(request.Data, recipe, request.CacheFolder, progress, cancellation));
            using var store = PreparedStore.Open(folder, recipe);
            RequireTraining(store);
            if (request.Resume) _journal.Note(RunRecord.Read(run.Run).NotesInBoth());
            if (request.Resume) RequireSameSplit(store.Split);
            _journal.Note(store.Warnings.Select(LocalText.Same));
            SetDown(recipe, store);

            var facts = new NetworkFacts([.. recipe.Segmentation!.Structures.Select(structure => structure.Name)]);
            var execution = Execution.For(recipe.Train.Precision, request.Device, (int)recipe.Network.Width);
            Runtime.Seed(recipe.Train.Seed);
            using var network = Build(recipe, execution);
            _journal.Begin(recipe, network, execution, weights: null);

            var outcome = new TrainingOutcome([], 0, Interrupted: true, 0);
            try
            {
                var (training, validation, test) = (store.Of(store.Split.Train), store.Of(store.Split.Validation), store.Of(store.Split.Test));
                outcome = Fit(recipe, network, facts, execution, (training, validation, run), Stage.Train, cancellation);
                if (outcome.Interrupted) throw new OperationCanceledException(cancellation);
                var metrics = Judge(store, test, cancellation);
                if (Refits(recipe, store)) Refit(recipe, facts, execution, store, outcome, cancellation);
                _journal.End(outcome, RunRecord.IsFinished);
                Report(store, cancellation);
                _journal.End(outcome, RunRecord.IsFinished);
                return new SegmentationResult(run, metrics, outcome, _journal.Notes);
            }
            catch (OperationCanceledException)
            {
                _journal.End(outcome, "interrupted");
                throw;
            }
        }

        private static void RequireTraining(PreparedStore store)
        {
            if (store.Split.Train.Count == 0) throw new TrainingException($"{store.Folder.Part("train")} names no scan; put those to learn from there, a line each");
        }

        private void SetDown(Recipe recipe, PreparedStore store)
        {
            AtomicFile.Write(run.Recipe, recipe.ToYaml());
            CohortFingerprint.Write(run.Fingerprint, store);
            SplitFile.Write(store.Split, run.Split);
        }

        private void RequireSameSplit(DataSplit now)
        {
            var then = SplitFile.Read(run.Split);
            if (!then.Train.SequenceEqual(now.Train) || !then.Validation.SequenceEqual(now.Validation) || !then.Test.SequenceEqual(now.Test))
                throw new TrainingException($"the scans in {request.Data} are not split as those the run in {run.Path} was begun with; start anew in another folder");
        }

        private static UNet Build(Recipe recipe, Execution execution)
        {
            var network = new UNet(recipe.Segmentation!.Input.Planes, recipe.Segmentation.Channels, (int)recipe.Network.Width);
            NetworkBuilder.Settle(network, execution);
            return network;
        }

        private TrainingOutcome Fit(
            Recipe recipe, UNet network, NetworkFacts facts, Execution execution,
            (IReadOnlyList<PreparedScan> Training, IReadOnlyList<PreparedScan> Validation, RunFolder Place) part, Stage stage, CancellationToken cancellation)
        {
            using var task = new SegmentationTask(recipe, network, facts, execution, part.Training, part.Validation);
            using var trainer = new Trainer<SliceBatch>(recipe.Train, task, part.Place, stage, clock);
            var state = request.Resume && File.Exists(part.Place.Last) ? trainer.Resume() : TrainingState.Start;
            return _journal.Time(stage == Stage.Refit ? "refit" : "train", () => trainer.Train(state, progress, cancellation));
        }

        private SegmentationMetrics Judge(PreparedStore store, IReadOnlyList<PreparedScan> test, CancellationToken cancellation) => _journal.Time("evaluate", () =>
        {
            using var model = SegmentationModel.Load(run.Path, request.Device);
            _sheet = new PredictionSheet(model.Recipe);
            var metrics = SegmentationJudge.Judge(model, store, test, Keep, progress, cancellation);
            metrics.Write(run.Metrics);
            return metrics;
        });

        private void Keep(PreparedScan scan, Volume<byte> labels)
        {
            NiftiFile.Write(run.Drawn(scan.Record.Id), labels, "Lucarne: AI-generated, not for clinical use without review");
            _sheet!.Add(scan, labels);
        }

        private void Report(PreparedStore store, CancellationToken cancellation) => _journal.Time("report", () =>
        {
            progress?.Report(new StageProgress(Stage.Report, 0, 2));
            cancellation.ThrowIfCancellationRequested();
            _sheet!.Write(run.Figures, new Texts());
            Directory.CreateDirectory(run.Figures);
            foreach (var chart in Directory.Exists(store.Folder.Figures) ? Directory.GetFiles(store.Folder.Figures, PartCharts.Bars + ".*") : [])
                File.Copy(chart, Path.Combine(run.Figures, Path.GetFileName(chart)), overwrite: true);
            progress?.Report(new StageProgress(Stage.Report, 1, 2));
            if (RunFigures.Write(run.Path, null, cancellation).Warning is { } warning) _journal.Note(LocalText.Same(warning));
            RunReport.Write(run.Path);
            progress?.Report(new StageProgress(Stage.Report, 2, 2));
        });

        private static bool Refits(Recipe recipe, PreparedStore store) =>
            store.Split.Test.Count + store.Split.Validation.Count > 0 && (recipe.Train.Refit || Patients(store) <= recipe.Segmentation!.Sampling.RefitUpTo);

        private static int Patients(PreparedStore store) => store.Scans.Select(scan => scan.Record.Patient).Distinct(StringComparer.Ordinal).Count();

        /// <summary>Trains anew on all scans; the network that was judged is kept beside the one that will answer.</summary>
        private void Refit(Recipe recipe, NetworkFacts facts, Execution execution, PreparedStore store, TrainingOutcome judged, CancellationToken cancellation)
        {
            var epochs = recipe.Train.EarlyStopping > 0 ? judged.BestEpoch : recipe.Train.Epochs;
            var longer = recipe with { Train = recipe.Train with { Epochs = epochs, EarlyStopping = 0 } };
            var place = run.ForRefit();
            Runtime.Seed(recipe.Train.Seed);
            using var network = Build(longer, execution);
            PreparedScan[] all = [.. store.Of(store.Split.Train), .. store.Of(store.Split.Validation), .. store.Of(store.Split.Test)];
            if (Fit(longer, network, facts, execution, (all, [], place), Stage.Refit, cancellation).Interrupted) throw new OperationCanceledException(cancellation);
            File.Move(run.Model, run.Judged, overwrite: true);
            File.Move(place.Model, run.Model);
            File.Delete(place.Last);
            _journal.Note(new LocalText(
                $"The network that answers was trained anew on all {all.Length} scans, those kept apart included; every figure is of the network in judged.safetensors, which had not seen them.",
                $"Le réseau qui répond a été entraîné à nouveau sur les {all.Length} examens, ceux gardés à part compris\u202f; tous les chiffres sont ceux du réseau de judged.safetensors, qui ne les avait pas vus."));
        }
    }
}
