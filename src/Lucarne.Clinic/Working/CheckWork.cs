using Lucarne.Clinic.Jobs;
using Lucarne.Insight.Exploration;
using Lucarne.Learning;
using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Clinic.Working;

/// <summary>Looks into a folder of data, and writes what it finds as a report.</summary>
/// <param name="options">Where recipes lie, and where archives are unpacked.</param>
internal sealed class CheckWork(WorkerOptions options)
{
    /// <summary>The report of a folder.</summary>
    public Task<JobOutcome> RunAsync(JobContext context)
    {
        var payload = CheckPayload.Of(context.Job);
        var recipe = Recipe.Load(payload.Recipe, options.RecipesFolder, variant: null, []);
        var place = new RunFolder(payload.Report);
        place.MakeWritable();
        var progress = new StageLines(context, [Stage.Check]);
        if (recipe.Task == RecipeTask.Segmentation) LookAtScans(context, payload, recipe, place, progress);
        else LookAtPictures(context, payload, recipe, place, progress);
        return Task.FromResult(new JobOutcome(_ => Task.FromResult<string?>(JsonForm.Write(new { payload.Report }))));
    }

    private void LookAtPictures(JobContext context, CheckPayload payload, Recipe recipe, RunFolder place, StageLines progress)
    {
        var folder = PictureFolder.Read(payload.Data, recipe, options.CacheFolder, context.Cancellation);
        var present = recipe.WithClasses(folder.Classes);
        var found = DatasetCheck.Run(folder, present, new Counted(progress), context.Cancellation);
        Tell(context, CheckSummary.Of(found.Fingerprint));
        var outcome = DataExploration.Write(found, present, place.Path, null, context.Cancellation);
        foreach (var line in outcome.Shortcuts.Concat(outcome.Warnings)) context.Log(line);
    }

    private static void LookAtScans(JobContext context, CheckPayload payload, Recipe recipe, RunFolder place, StageLines progress)
    {
        var cohort = CohortCheck.Run(payload.Data, recipe, progress, context.Cancellation);
        cohort.Write(place.Fingerprint);
        Tell(context, cohort.Summary());
    }

    private static void Tell(JobContext context, string summary)
    {
        foreach (var line in summary.Split('\n', StringSplitOptions.RemoveEmptyEntries)) context.Log(line.TrimEnd());
    }

    private sealed class Counted(StageLines lines) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => lines.Report(new StageProgress(Stage.Check, value.Done, value.Total));
    }
}
