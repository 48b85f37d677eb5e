using System.Text.Json;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Importing;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Working;
using Lucarne.Imaging;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Clinic.Tests.Working;

/// <summary>From a training to a finding, all of it as jobs.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class ClinicWorkerTests(Databases databases)
{
    [Fact]
    public async Task A_recipe_is_trained_registered_and_reads_the_next_picture_that_comes_in()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var data = Path.Combine(clinic.Folder, "data");
        KidneyPhantom.WriteDataset(data, patientsPerClass: 6, slicesPerPatient: 2, seed: 5);
        using var worker = new ClinicWorker(
            clinic.Database, new WorkerOptions { Name = "w", RecipesFolder = Checkout.Recipes, CacheFolder = Path.Combine(clinic.Folder, "cache"), WeightFolders = [] }, TimeProvider.System);

        var wanted = new TrainPayload
        {
            Recipe = "kidney-phantom",
            Data = data,
            Run = Path.Combine(clinic.Folder, "run"),
            Overrides = ["input.size=32", "train.epochs=2", "network.width=0.125", "evaluate.bootstrap=100"],
        };
        var training = await clinic.Database.Jobs.AddAsync(wanted.ToJob(), "dan");
        Assert.True(await worker.WorkOnceAsync(default));
        training = await clinic.Database.Jobs.GetAsync(training.Id);
        Assert.True(training.Status == JobStatus.Done, training.Failure);
        Assert.Contains(await clinic.Database.Jobs.LinesAsync(training.Id), line => line.Text.StartsWith("Train 2/2", StringComparison.Ordinal));
        var model = (await clinic.Database.Models.DefaultAsync(RecipeTask.Classification))!;
        Assert.Equal(("kidney-phantom", model.WeightsSha256[..12]), (model.Name, model.Version));
        await TakenOverWhenDoneAsync(clinic, worker, wanted);

        var finding = await ReadAsync(clinic, worker);
        Assert.Equal((model.Id, model.Version), (finding.ModelId!.Value, finding.ModelVersion));
        using var certainty = JsonDocument.Parse(finding.CertaintyJson!);
        Assert.Contains("never a diagnosis", certainty.RootElement.GetProperty("notice").GetProperty("en").GetString(), StringComparison.Ordinal);
        var recommendation = Assert.Single(await clinic.Database.Findings.RecommendationsAsync(finding.StudyId));
        if (finding.Decision == FindingDecision.NotForThisModel)
        {
            Assert.Equal((null, null, "not-for-this-model"), (finding.PredictedClass, finding.Confidence, recommendation.Rule));
            Assert.DoesNotContain(finding.Files, file => file.Role.StartsWith("heat", StringComparison.Ordinal));
        }
        else
        {
            Assert.Equal(1, finding.Probabilities.Values.Sum(), 6);
            Assert.Contains(finding.Files, file => file.Role == FindingFile.HeatMap);
            Assert.All(finding.Files.Where(file => file.Role.StartsWith("heat", StringComparison.Ordinal)), file => Assert.Equal(256, PictureReader.ReadHeader(clinic.Database.Files.PathOf(file.FileSha256)).Width));
        }

        await ExplainedAgainAsync(clinic, worker, finding);
        await ReportedAgainAsync(clinic, worker);

        // Other weights in the same folder may not speak under the registered version.
        File.AppendAllText(Path.Combine(clinic.Folder, "run", "model.safetensors"), " ");
        using var fresh = new ClinicWorker(clinic.Database, new WorkerOptions { Name = "w2", RecipesFolder = "", CacheFolder = "", WeightFolders = [] }, TimeProvider.System);
        var image = Assert.Single(await clinic.Database.Studies.ImagesAsync(finding.StudyId));
        var late = await clinic.Database.Jobs.AddAsync(ModelPayload.ToJob(JobKind.Predict, image), "anna");
        Assert.True(await fresh.WorkOnceAsync(default));
        Assert.Equal(JobStatus.Failed, (await clinic.Database.Jobs.GetAsync(late.Id)).Status);
    }

    /// <summary>The worker died once all but the report was done: whoever takes the job over writes that, and trains nothing.</summary>
    private static async Task TakenOverWhenDoneAsync(TestClinic clinic, ClinicWorker worker, TrainPayload wanted)
    {
        var run = new RunFolder(wanted.Run);
        var finished = RunRecord.Read(run.Run).Finished;
        File.Delete(run.Report);
        var job = await clinic.Database.Jobs.AddAsync(wanted.ToJob(), "dan");
        Assert.NotNull(await clinic.Database.Queue.TakeAsync("dead", [JobKind.Train], default));
        clinic.Clock.Now += JobQueue.LeaseTime + TimeSpan.FromSeconds(1);
        Assert.Equal(1, await clinic.Database.Queue.BuryAsync(null, "it was not heard of any more", default));
        clinic.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.True(await worker.WorkOnceAsync(default));
        job = await clinic.Database.Jobs.GetAsync(job.Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        Assert.Equal(finished, RunRecord.Read(run.Run).Finished);
        Assert.True(File.Exists(run.Report));
    }

    private static async Task ExplainedAgainAsync(TestClinic clinic, ClinicWorker worker, Finding finding)
    {
        var job = await clinic.Database.Jobs.AddAsync(new ExplainPayload { FindingId = finding.Id, ClassName = "cyst", Method = "Occlusion" }.ToJob(), "anna");
        Assert.True(await worker.WorkOnceAsync(default));
        job = await clinic.Database.Jobs.GetAsync(job.Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var files = (await clinic.Database.Findings.GetAsync(finding.Id)).Files;
        Assert.Superset(new HashSet<string>(finding.Files.Select(file => file.Role)) { "heat_map:cyst:Occlusion" }, files.Select(file => file.Role).ToHashSet());
        var map = PictureReader.ReadHeader(clinic.Database.Files.PathOf(files.Single(file => file.Role == "heat_map:cyst:Occlusion").FileSha256));
        Assert.Equal((256, 256), (map.Width, map.Height));

        var unknown = await clinic.Database.Jobs.AddAsync(new ExplainPayload { FindingId = finding.Id, Method = "Horoscope" }.ToJob(), "anna");
        Assert.True(await worker.WorkOnceAsync(default));
        unknown = await clinic.Database.Jobs.GetAsync(unknown.Id);
        Assert.Equal(JobStatus.Failed, unknown.Status);
        Assert.Contains("GradCamPlusPlus", unknown.Failure, StringComparison.Ordinal);
    }

    private static async Task ReportedAgainAsync(TestClinic clinic, ClinicWorker worker)
    {
        var (run, page) = (Path.Combine(clinic.Folder, "run"), Path.Combine(clinic.Folder, "run", "report.html"));
        File.Delete(page);
        var job = await clinic.Database.Jobs.AddAsync(new ReportPayload { Run = run }.ToJob(), "dan");
        Assert.True(await worker.WorkOnceAsync(default));
        job = await clinic.Database.Jobs.GetAsync(job.Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        Assert.Contains("never a diagnosis", File.ReadAllText(page), StringComparison.Ordinal);
    }

    private static async Task<Finding> ReadAsync(TestClinic clinic, ClinicWorker worker)
    {
        var file = await clinic.Database.Files.PutAsync(PictureWriter.ToPng(KidneyPhantom.Draw(77, 0, KidneyFinding.Stone)), "image/png");
        var import = await clinic.Database.Jobs.AddAsync(new ImportPayload { FileName = "slice.png" }.ToJob(file.Sha256), "anna");
        Assert.True(await worker.WorkOnceAsync(default));
        var result = ImportResult.Of(await clinic.Database.Jobs.GetAsync(import.Id));
        Assert.True(await worker.WorkOnceAsync(default));
        var prediction = await clinic.Database.Jobs.GetAsync(Assert.Single(result.JobIds));
        Assert.True(prediction.Status == JobStatus.Done, prediction.Failure);
        return Assert.Single(await clinic.Database.Findings.OfStudyAsync(Assert.Single(result.StudyIds)));
    }
}
