using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Models;
using Lucarne.Insight;
using Lucarne.Learning;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Runs;

namespace Lucarne.Clinic.Working;

/// <summary>Trains recipes, and registers what comes of it.</summary>
/// <param name="options">Where recipes and weights lie.</param>
/// <param name="time">The clock.</param>
internal sealed class TrainWork(WorkerOptions options, TimeProvider time)
{
    /// <summary>A training. One that was interrupted goes on where it stopped; one whose worker died when all was done is not done again.</summary>
    public async Task<JobOutcome> RunAsync(JobContext context)
    {
        var payload = JsonForm.Read<TrainPayload>(context.Job.PayloadJson);
        var recipe = Recipe.Load(payload.Recipe, options.RecipesFolder, variant: null, payload.Overrides);
        var request = new TrainingRequest
        {
            Recipe = recipe,
            Data = payload.Data,
            Out = payload.Run,
            CacheFolder = options.CacheFolder,
            WeightFolders = options.WeightFolders,
            Chapters = InsightChapters.All(),
            Resume = context.Job.Attempts > 1 && File.Exists(new RunFolder(payload.Run).Last),
        };
        Train(request, new StageLines(context, Enum.GetValues<Stage>()), context.Cancellation);
        if (!payload.IsRegistered) return new JobOutcome(_ => Task.FromResult<string?>(JsonForm.Write(new { payload.Run })));
        var entry = await ModelStore.OfRunAsync(payload.Run, payload.Name, context.Cancellation).ConfigureAwait(false);
        return new JobOutcome(async session => JsonForm.Write(new { model_id = (await ModelStore.RegisterAsync(session, entry, context.Actor).ConfigureAwait(false)).Id, payload.Run }));
    }

    private void Train(TrainingRequest request, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        var run = new RunFolder(request.Out);
        if (request.Resume && RunRecord.IsFinished(run))
        {
            // Only figures and page come after the record says that a run is finished.
            RunFigures.Write(run.Path, request.Chapters, cancellation);
            RunReport.Write(run.Path, request.Chapters);
        }
        else if (request.Recipe.Task == RecipeTask.Segmentation)
        {
            SegmentationRun.Execute(request, time, progress, cancellation);
        }
        else
        {
            TrainingRun.Execute(request, time, progress, cancellation);
        }
    }

    /// <summary>The report of a run, written anew.</summary>
    public static Task<JobOutcome> ReportAsync(JobContext context)
    {
        var payload = JsonForm.Read<ReportPayload>(context.Job.PayloadJson);
        context.Report(0.1, payload.Run);
        var page = RunReport.Write(payload.Run, InsightChapters.All());
        return Task.FromResult(new JobOutcome(_ => Task.FromResult<string?>(JsonForm.Write(new { Report = page }))));
    }
}
