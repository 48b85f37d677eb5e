using Lucarne.Imaging;
using Lucarne.Learning.Augment;
using Lucarne.Learning.Check;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Split;
using Lucarne.Learning.Train;
using Lucarne.Networks;
using Lucarne.Torch;

namespace Lucarne.Learning.Runs;

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
    public static TrainingResult<ClassificationMetrics> Execute(TrainingRequest request, TimeProvider clock, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        RunCourse.Take(request, course => new Story(course).Tell(), clock, progress, cancellation);

    /// <summary>One run, stage by stage.</summary>
    private sealed class Story(RunCourse course)
    {
        private readonly TrainingRequest _request = course.Request;
        private readonly RunFolder _run = course.Run;
        private readonly RunJournal _journal = course.Journal;

        public TrainingResult<ClassificationMetrics> Tell()
        {
            var begun = _request.Resume ? NetworkPlan.Resume(_run, _request.WeightFolders) : null;
            var data = _journal.Time("check", () => TrainingData.Read(_request with { Recipe = begun?.Recipe ?? _request.Recipe }, course.Progress, course.Cancellation));
            var plan = begun ?? NetworkPlan.Make(_request, data.Classes);
            course.RequireSameSplit(data.Split, "pictures");
            _journal.Note(_request.Resume ? RunRecord.Read(_run.Run).NotesInBoth() : plan.Note is { } note ? [note] : []);
            _journal.Note([.. data.Fingerprint.WarningsInBoth(), .. data.Split.Warnings]);
            SetDown(plan, data);

            Runtime.Seed(plan.Recipe.Train.Seed);
            var execution = Execution.For(plan.Recipe.Train.Precision, _request.Device);
            using var network = plan.Build(execution, _request.Resume);
            _journal.Begin(plan.Recipe, network, execution, plan.Facts.Weights?.File);
            return course.Follow(
                () => Train(plan, network, execution, data),
                () => Judge(data),
                outcome =>
                {
                    if (plan.Recipe.Train.Refit) Refit(plan, execution, data, outcome);
                    _journal.Time("evaluate", () => Embed(data));
                    Study(plan.Recipe, data);
                },
                () => DrawSheets(data));
        }

        private void SetDown(NetworkPlan plan, TrainingData data)
        {
            PlacedFile.Write(_run.Recipe, plan.Recipe.ToYaml());
            FingerprintFile.Write(data.Fingerprint, _run.Fingerprint);
            SplitFile.Write(data.Split, _run.Split);
        }

        private TrainingOutcome Train(NetworkPlan plan, Classifier network, Execution execution, TrainingData data)
        {
            var validation = Store(plan.Recipe, data.Validation, plan.Recipe.Input.Size);
            _journal.Time("load", () => validation.Fill(null, course.Cancellation));
            return Fit(plan, plan.Recipe, network, execution, (data.Train, validation), _run);
        }

        private void Refit(NetworkPlan plan, Execution execution, TrainingData data, TrainingOutcome judged)
        {
            LabelledPicture[] all = [.. data.Train, .. data.Validation, .. data.Test];
            course.Refit(
                plan.Recipe,
                judged,
                (recipe, place) =>
                {
                    using var network = plan.Build(execution, resumed: File.Exists(place.Last));
                    return Fit(plan, recipe, network, execution, (all, null), place);
                },
                epochs => new LocalText(
                    $"The network that answers was trained anew on all {all.Length} pictures, test part included, for {epochs} epochs; every figure is of the network in judged.safetensors, which had not seen the test part.",
                    $"Le réseau qui répond a été entraîné à nouveau sur les {all.Length} images, partie de test comprise, pendant {epochs} époques\u202f; tous les chiffres sont ceux du réseau de judged.safetensors, qui n’avait pas vu la partie de test."));
        }

        private TrainingOutcome Fit(
            NetworkPlan plan, Recipe recipe, Classifier network, Execution execution, (IReadOnlyList<LabelledPicture> Train, PictureStore? Validation) part, RunFolder place)
        {
            var augmenter = new Augmenter(recipe.Augment, recipe.Input.Size, plan.Facts.Normaliser(recipe), recipe.Train.Seed);
            var training = Store(recipe, part.Train, augmenter.StoredSide);
            _journal.Time("load", () => training.Fill(course.Progress, course.Cancellation));
            var broken = training.Broken.Count + (part.Validation?.Broken.Count ?? 0);
            if (broken > 0) _journal.Note(new LocalText(
                $"{broken} picture(s) broke between the check and the training and count as black.",
                $"{broken} image(s) sont devenues illisibles entre l’examen et l’entraînement et comptent comme noires."));
            using var task = new ClassificationTask(recipe, network, plan.Facts, execution, training, part.Validation, augmenter);
            return course.Fit(recipe, task, place, part.Validation is null ? Stage.Refit : Stage.Train);
        }

        private static PictureStore Store(Recipe recipe, IReadOnlyList<LabelledPicture> pictures, int side) =>
            new(pictures, new InputShaper(recipe.Input, side, new PictureLimits((long)(recipe.Data.MaxMegapixels * 1e6))));

        private ClassificationMetrics Judge(TrainingData data)
        {
            using var model = TrainedModel.Load(_run.Path, _request.Device);
            return Evaluation.Judge(model, data.Test, _run, course.Progress, course.Cancellation);
        }

        private void Embed(TrainingData data)
        {
            using var model = TrainedModel.Load(_run.Path, _request.Device);
            EmbeddingsFile.Write(_run.Embeddings, model, [("test", data.Test), ("train", data.Train), ("validation", data.Validation)], course.Cancellation);
        }

        private void Study(Recipe recipe, TrainingData data)
        {
            var judged = new JudgedRun(_run, recipe, data.Train, data.Validation, data.Test, _request.Device);
            foreach (var chapter in _request.Chapters) _journal.Time("study", () => chapter.Study(judged, course.Progress, course.Cancellation));
        }

        private void DrawSheets(TrainingData data)
        {
            var recipe = Recipe.FromYaml(File.ReadAllText(_run.Recipe), "recipe.yaml");
            RunSheets.Write(_run.Figures, recipe, data.Train, data.Test, PredictionsCsv.Read(_run.Predictions).Predictions);
        }
    }
}
