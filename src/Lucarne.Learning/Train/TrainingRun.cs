using Lucarne.Imaging;
using Lucarne.Learning.Augment;
using Lucarne.Learning.Check;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Split;
using Lucarne.Networks;
using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>The whole way from a data folder to a judged run.</summary>
public static class TrainingRun
{
    /// <summary>Checks, splits, trains, judges and reports.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="progress">Told how far it is, from any thread.</param>
    /// <param name="cancellation">Ends the training after what is under way; what was done is kept and can be resumed.</param>
    /// <exception cref="TrainingException">It cannot be done.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainingResult Execute(TrainingRequest request, TimeProvider clock, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
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

        public TrainingResult Tell(CancellationToken cancellation)
        {
            // What answers after a refit has seen the test part and must never be judged on it: the judged network takes its place back.
            if (request.Resume && File.Exists(run.Judged)) File.Move(run.Judged, run.Model, overwrite: true);
            var begun = request.Resume ? NetworkPlan.Resume(run, request.WeightFolders) : null;
            var data = _journal.Time("check", () => TrainingData.Read(request with { Recipe = begun?.Recipe ?? request.Recipe }, progress, cancellation));
            var plan = begun ?? NetworkPlan.Make(request, data.Classes);
            if (request.Resume) RequireSameSplit(data.Split);
            _journal.Note(request.Resume ? RunRecord.Read(run.Run).NotesInBoth() : plan.Note is { } note ? [note] : []);
            _journal.Note([.. data.Fingerprint.WarningsInBoth(), .. data.Split.Warnings]);
            SetDown(plan, data);

            Runtime.Seed(plan.Recipe.Train.Seed);
            var execution = Execution.For(plan.Recipe.Train.Precision, request.Device);
            using var network = plan.Build(execution, request.Resume);
            _journal.Begin(plan.Recipe, network, execution, plan.Facts.Weights?.File);

            var outcome = new TrainingOutcome([], 0, Interrupted: true, 0);
            try
            {
                outcome = Train(plan, network, execution, data, cancellation);
                if (outcome.Interrupted) throw new OperationCanceledException(cancellation);
                var metrics = Judge(data, cancellation);
                if (plan.Recipe.Train.Refit) Refit(plan, execution, data, outcome, cancellation);
                _journal.Time("evaluate", () => Embed(data, cancellation));
                Study(plan.Recipe, data, cancellation);
                _journal.End(outcome, RunRecord.IsFinished);
                Report(data, cancellation);
                _journal.End(outcome, RunRecord.IsFinished);
                return new TrainingResult(run, metrics, outcome, _journal.Notes);
            }
            catch (OperationCanceledException)
            {
                _journal.End(outcome, "interrupted");
                throw;
            }
        }

        private void SetDown(NetworkPlan plan, TrainingData data)
        {
            AtomicFile.Write(run.Recipe, plan.Recipe.ToYaml());
            FingerprintFile.Write(data.Fingerprint, run.Fingerprint);
            SplitFile.Write(data.Split, run.Split);
        }

        private void RequireSameSplit(DataSplit now)
        {
            var then = SplitFile.Read(run.Split);
            if (!then.Train.SequenceEqual(now.Train) || !then.Validation.SequenceEqual(now.Validation) || !then.Test.SequenceEqual(now.Test))
                throw new TrainingException($"the pictures in {request.Data} are not those the run in {run.Path} was begun with; start anew in another folder");
        }

        private TrainingOutcome Train(NetworkPlan plan, Classifier network, Execution execution, TrainingData data, CancellationToken cancellation)
        {
            var validation = Store(plan.Recipe, data.Validation, plan.Recipe.Input.Size);
            _journal.Time("load", () => validation.Fill(null, cancellation));
            return Fit(plan, plan.Recipe, network, execution, (data.Train, validation, run), "train", cancellation);
        }

        /// <summary>Trains anew on all pictures; the network that was judged is kept beside the one that will answer.</summary>
        private void Refit(NetworkPlan plan, Execution execution, TrainingData data, TrainingOutcome judged, CancellationToken cancellation)
        {
            var epochs = plan.Recipe.Train.EarlyStopping > 0 ? judged.BestEpoch : plan.Recipe.Train.Epochs;
            var recipe = plan.Recipe with { Train = plan.Recipe.Train with { Epochs = epochs, EarlyStopping = 0 } };
            var place = run.ForRefit();
            Runtime.Seed(recipe.Train.Seed);
            using var network = plan.Build(execution, resumed: File.Exists(place.Last));
            LabelledPicture[] all = [.. data.Train, .. data.Validation, .. data.Test];
            if (Fit(plan, recipe, network, execution, (all, null, place), "refit", cancellation).Interrupted)
                throw new OperationCanceledException(cancellation);

            File.Move(run.Model, run.Judged, overwrite: true);
            File.Move(place.Model, run.Model);
            File.Delete(place.Last);
            _journal.Note(new LocalText(
                $"The network that answers was trained anew on all {all.Length} pictures, test part included, for {epochs} epochs; every figure is of the network in judged.safetensors, which had not seen the test part.",
                $"Le réseau qui répond a été entraîné à nouveau sur les {all.Length} images, partie de test comprise, pendant {epochs} époques\u202f; tous les chiffres sont ceux du réseau de judged.safetensors, qui n’avait pas vu la partie de test."));
        }

        private TrainingOutcome Fit(
            NetworkPlan plan, Recipe recipe, Classifier network, Execution execution,
            (IReadOnlyList<LabelledPicture> Train, PictureStore? Validation, RunFolder Place) part, string stage, CancellationToken cancellation)
        {
            var augmenter = new Augmenter(recipe.Augment, recipe.Input.Size, plan.Facts.Normaliser(recipe), recipe.Train.Seed);
            var training = Store(recipe, part.Train, augmenter.StoredSide);
            _journal.Time("load", () => training.Fill(progress, cancellation));
            var broken = training.Broken.Count + (part.Validation?.Broken.Count ?? 0);
            if (broken > 0) _journal.Note(new LocalText(
                $"{broken} picture(s) broke between the check and the training and count as black.",
                $"{broken} image(s) sont devenues illisibles entre l’examen et l’entraînement et comptent comme noires."));
            using var task = new ClassificationTask(recipe, network, plan.Facts, execution, training, part.Validation, augmenter);
            using var trainer = new Trainer<Batch>(recipe.Train, task, part.Place, part.Validation is null ? Stage.Refit : Stage.Train, clock);
            var state = request.Resume && File.Exists(part.Place.Last) ? trainer.Resume() : TrainingState.Start;
            return _journal.Time(stage, () => trainer.Train(state, progress, cancellation));
        }

        private static PictureStore Store(Recipe recipe, IReadOnlyList<LabelledPicture> pictures, int side) =>
            new(pictures, new InputShaper(recipe.Input, side, new PictureLimits((long)(recipe.Data.MaxMegapixels * 1e6))));

        private ClassificationMetrics Judge(TrainingData data, CancellationToken cancellation) => _journal.Time("evaluate", () =>
        {
            using var model = TrainedModel.Load(run.Path, request.Device);
            return Evaluation.Judge(model, data.Test, run, progress, cancellation);
        });

        private void Embed(TrainingData data, CancellationToken cancellation)
        {
            using var model = TrainedModel.Load(run.Path, request.Device);
            EmbeddingsFile.Write(run.Embeddings, model, [("test", data.Test), ("train", data.Train), ("validation", data.Validation)], cancellation);
        }

        private void Study(Recipe recipe, TrainingData data, CancellationToken cancellation)
        {
            var judged = new JudgedRun(run, recipe, data.Train, data.Validation, data.Test, request.Device);
            foreach (var chapter in request.Chapters) _journal.Time("study", () => chapter.Study(judged, progress, cancellation));
        }

        private void Report(TrainingData data, CancellationToken cancellation) => _journal.Time("report", () =>
        {
            progress?.Report(new StageProgress(Stage.Report, 0, 2));
            cancellation.ThrowIfCancellationRequested();
            var recipe = Recipe.FromYaml(File.ReadAllText(run.Recipe), "recipe.yaml");
            RunSheets.Write(run.Figures, recipe, data.Train, data.Test, PredictionsCsv.Read(run.Predictions).Predictions);
            progress?.Report(new StageProgress(Stage.Report, 1, 2));
            if (RunFigures.Write(run.Path, request.Chapters, cancellation).Warning is { } warning) _journal.Note(LocalText.Same(warning));
            RunReport.Write(run.Path, request.Chapters);
            progress?.Report(new StageProgress(Stage.Report, 2, 2));
        });
    }
}
