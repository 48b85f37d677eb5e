using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Importing;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Working;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests.Working;

/// <summary>From a zip of slices to drawn structures and a doctor's version of them, all of it as jobs.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class ScanWorkTests(Databases databases)
{
    private static readonly string[] Structures = ["gtv", "heart", "left_lung", "oesophagus", "ptv", "right_lung", "spinal_cord"];

    [Fact]
    public async Task A_scan_that_comes_in_is_drawn_and_a_doctors_version_stands_beside_the_networks()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        using var scans = ThoraxScans.Draw(5);
        using var worker = Worker(clinic);
        await TrainAsync(clinic, worker, scans.Cohort);
        var finding = await DrawAsync(clinic, worker, scans);
        Assert.Equal(Structures, finding.VolumesMl.Keys.Order());
        Assert.Superset(new HashSet<string> { "labels", "beneath", "volumes", "rtstruct", "seg", "structure:heart" }, finding.Files.Select(file => file.Role).ToHashSet());
        Assert.Equal("#4363d8", DrawnScan.Of(finding)!.Structures.Single(structure => structure.Name == "right_lung").Colour);

        var advice = Assert.Single(await clinic.Database.Findings.RecommendationsAsync(finding.StudyId));
        Assert.Equal(finding.VolumesMl["gtv"] <= 0.1 ? "no-tumour-drawn" : "contours-are-checked", advice.Rule);

        var labels = Labels(clinic, scans, finding.Files, "labels");
        Assert.True(MiddleX(labels, 3) < MiddleX(labels, 4), "the right lung lies right of the left: smaller in LPS");
        await TheVolumeIsTheScanAsync(clinic, scans, finding);
        TheContoursReadBackAreWhatWasDrawn(clinic, scans, finding);

        await TheDoctorErasesALungAsync(clinic, worker, scans, finding, labels);
        await TheDoctorSendsContoursAsync(clinic, worker, scans, finding);
        await WhatDoesNotFitIsRefusedAsync(clinic, worker, scans, finding, labels);
        Assert.Equal(finding.Files, (await clinic.Database.Findings.GetAsync(finding.Id)).Files);
        Assert.True((await clinic.Database.Audit.VerifyAsync()).IsWhole);
    }

    private static async Task TheVolumeIsTheScanAsync(TestClinic clinic, ThoraxScans scans, Finding finding)
    {
        var image = await clinic.Database.Studies.ImageAsync(finding.ImageId);
        var shown = NiftiFile.ReadFloat(Link(clinic, scans, image.VolumeSha256!));
        using var collection = Dicom.Discovery.DicomCollection.Open(scans.Stranger);
        var scan = Assert.Single(collection.Series).Plan().Volumes[0].Read().ToFloat();
        Assert.True(shown.Geometry.IsSameGrid(scan.Geometry));
        Assert.Equal(scan.Voxels, shown.Voxels);
    }

    private static void TheContoursReadBackAreWhatWasDrawn(TestClinic clinic, ThoraxScans scans, Finding finding)
    {
        var beside = scans.File("read-back");
        Directory.CreateDirectory(beside);
        foreach (var slice in Directory.EnumerateFiles(Path.Combine(scans.Stranger, "CT"))) File.Copy(slice, Path.Combine(beside, Path.GetFileName(slice)));
        File.Copy(clinic.Database.Files.PathOf(finding.Files.Single(file => file.Role == "rtstruct").FileSha256), Path.Combine(beside, "rtstruct.dcm"));
        var into = scans.File("masks");
        var read = ContourExport.Run(beside, into, Recipe.Load("thorax", Checkout.Recipes, null, []));
        Assert.NotEmpty(read.Structures);
        foreach (var structure in read.Structures)
        {
            var drawn = Labels(clinic, scans, finding.Files, $"structure:{structure.Drawn.Name}");
            Assert.Equal(drawn.Voxels, NiftiFile.ReadLabels(Path.Combine(into, structure.File!)).Voxels);
        }
    }

    private static async Task TheDoctorErasesALungAsync(TestClinic clinic, ClinicWorker worker, ThoraxScans scans, Finding finding, Volume<byte> labels)
    {
        var corrected = new Volume<byte>(labels.Geometry, [.. labels.Voxels.Select(value => value is 4 or 1 or 2 ? (byte)0 : value)]);
        var job = await CorrectAsync(clinic, worker, Nifti(scans, corrected), finding);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var correction = (await clinic.Database.Corrections.OfStudyAsync(finding.StudyId))[0];
        Assert.Equal((TestClinic.Doctor, finding.Id), (correction.DecidedBy, correction.FindingId));
        Assert.Equal(0, correction.VolumesMl["left_lung"]);
        Assert.True(finding.VolumesMl["left_lung"] > 100);
        Assert.Equal(corrected.Voxels, Labels(clinic, scans, correction.Files, "labels").Voxels);
        Assert.Contains(correction.Files, file => file.Role == "rtstruct");
        var decision = (await clinic.Database.Decisions.OfStudyAsync(finding.StudyId))[^1];
        Assert.Equal((DecisionKind.Corrects, TestClinic.Doctor, "too large"), (decision.Kind, decision.DecidedBy, decision.Comment));
        await RecommendedAsync(clinic, finding, "no-tumour-drawn", "0.0\u202fmL. As a doctor drew it.");
    }

    private static async Task TheDoctorSendsContoursAsync(TestClinic clinic, ClinicWorker worker, ThoraxScans scans, Finding finding)
    {
        var job = await CorrectAsync(clinic, worker, File.ReadAllBytes(scans.StrangersContours), finding);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var correction = (await clinic.Database.Corrections.OfStudyAsync(finding.StudyId))[0];
        var truth = ContourExport.Run(scans.Stranger, scans.File("truth"), Recipe.Load("thorax", Checkout.Recipes, null, []));
        foreach (var structure in truth.Structures.Where(structure => structure.Meaning is { Name: "gtv" or "heart" }))
            Assert.Equal(structure.VolumeMl, correction.VolumesMl[structure.Meaning!.Name], structure.VolumeMl * 0.2);
        await RecommendedAsync(clinic, finding, "contours-are-checked", "As a doctor drew it.");
    }

    /// <summary>What is recommended rests on the contours that stand.</summary>
    private static async Task RecommendedAsync(TestClinic clinic, Finding finding, string rule, string basis)
    {
        var advice = Assert.Single(await clinic.Database.Findings.RecommendationsAsync(finding.StudyId));
        Assert.Equal(rule, advice.Rule);
        Assert.Contains(basis, Advice.Read(advice.DetailJson)!.Basis.En, StringComparison.Ordinal);
    }

    private static async Task WhatDoesNotFitIsRefusedAsync(TestClinic clinic, ClinicWorker worker, ThoraxScans scans, Finding finding, Volume<byte> labels)
    {
        var grid = labels.Geometry;
        (byte[] File, string Says)[] wrong =
        [
            (Nifti(scans, new Volume<byte>(grid, [.. labels.Voxels.Select(value => value == 3 ? (byte)99 : value)])), "99"),
            (Nifti(scans, new Volume<byte>(grid with { Origin = grid.Origin + new Vector3d(3, 0, 0) }, labels.Voxels)), "grid"),
            (Nifti(scans, new Volume<byte>(new VolumeGeometry(4, 4, 4, grid.Origin, grid.ColumnStep, grid.RowStep, grid.SliceStep))), "4×4×4"),
            ("no contours at all"u8.ToArray(), "labels.nii.gz"),
            (File.ReadAllBytes(Directory.EnumerateFiles(scans.Cohort, "RS.*.dcm", SearchOption.AllDirectories).First()), "series"),
        ];
        var before = (await clinic.Database.Corrections.OfStudyAsync(finding.StudyId)).Count;
        foreach (var (file, says) in wrong)
        {
            var job = await CorrectAsync(clinic, worker, file, finding);
            Assert.Equal(JobStatus.Failed, job.Status);
            Assert.Contains(says, job.Failure, StringComparison.Ordinal);
            Assert.DoesNotContain("fault of Lucarne", job.Failure, StringComparison.Ordinal);
            Assert.DoesNotContain(clinic.Folder, job.Failure, StringComparison.Ordinal);
        }

        // A study that has moved on since the doctor saw it takes no contours either, and the job says so instead of being tried for ever.
        var stale = await CorrectAsync(clinic, worker, Nifti(scans, labels), finding, version: 1);
        Assert.Equal(JobStatus.Failed, stale.Status);
        Assert.Contains("has been changed since it was opened", stale.Failure, StringComparison.Ordinal);
        Assert.Equal(before, (await clinic.Database.Corrections.OfStudyAsync(finding.StudyId)).Count);
    }

    private static async Task TrainAsync(TestClinic clinic, ClinicWorker worker, string cohort)
    {
        var training = await clinic.Database.Jobs.AddAsync(new TrainPayload
        {
            Recipe = "thorax",
            Data = cohort,
            Run = Path.Combine(clinic.Folder, "run"),
            Overrides = ["prepare.size=64", "input.size=32", "network.width=4", "train.epochs=4", "train.batch_size=4", "sampling.steps_per_epoch=20", "train.optimizer.learning_rate=0.01"],
        }.ToJob(), "dan");
        Assert.True(await worker.WorkOnceAsync(default));
        training = await clinic.Database.Jobs.GetAsync(training.Id);
        Assert.True(training.Status == JobStatus.Done, training.Failure);
    }

    private static async Task<Finding> DrawAsync(TestClinic clinic, ClinicWorker worker, ThoraxScans scans)
    {
        var file = await clinic.Database.Files.PutAsync(scans.Zip(), "application/zip");
        var import = await clinic.Database.Jobs.AddAsync(new ImportPayload { FileName = "scan.zip" }.ToJob(file.Sha256), TestClinic.Doctor);
        Assert.True(await worker.WorkOnceAsync(default));
        var result = ImportResult.Of(await clinic.Database.Jobs.GetAsync(import.Id));
        Assert.True(await worker.WorkOnceAsync(default));
        var drawing = await clinic.Database.Jobs.GetAsync(Assert.Single(result.JobIds));
        Assert.Equal(JobKind.Segment, drawing.Kind);
        Assert.True(drawing.Status == JobStatus.Done, drawing.Failure);
        return Assert.Single(await clinic.Database.Findings.OfStudyAsync(Assert.Single(result.StudyIds)));
    }

    private static async Task<Job> CorrectAsync(TestClinic clinic, ClinicWorker worker, byte[] content, Finding finding, long? version = null)
    {
        var file = await clinic.Database.Files.PutAsync(content, "application/octet-stream");
        var study = await clinic.Database.Studies.GetAsync(finding.StudyId);
        var payload = new CorrectPayload { FindingId = finding.Id, FileName = "corrected", StudyVersion = version ?? study.Version, Doctor = TestClinic.Doctor, Comment = "too large" };
        var job = await clinic.Database.Jobs.AddAsync(payload.ToJob(file.Sha256, finding.StudyId), TestClinic.Doctor);
        Assert.True(await worker.WorkOnceAsync(default));
        return await clinic.Database.Jobs.GetAsync(job.Id);
    }

    private static Volume<byte> Labels(TestClinic clinic, ThoraxScans scans, IReadOnlyList<FindingFile> files, string role) =>
        NiftiFile.ReadLabels(Link(clinic, scans, files.Single(file => file.Role == role).FileSha256));

    private static string Link(TestClinic clinic, ThoraxScans scans, string sha256)
    {
        var link = scans.File($"{sha256}.nii.gz");
        if (!File.Exists(link)) File.CreateSymbolicLink(link, clinic.Database.Files.PathOf(sha256));
        return link;
    }

    private static byte[] Nifti(ThoraxScans scans, Volume<byte> labels)
    {
        var path = scans.File("sent.nii.gz");
        NiftiFile.Write(path, labels);
        return File.ReadAllBytes(path);
    }

    private static double MiddleX(Volume<byte> labels, byte value)
    {
        var (sum, count) = (0.0, 0);
        for (var v = 0; v < labels.Voxels.Length; v++)
        {
            if (labels.Voxels[v] != value) continue;
            sum += labels.Geometry.ToPatient(v % labels.Geometry.Columns, v / labels.Geometry.Columns % labels.Geometry.Rows, v / labels.Geometry.SliceLength).X;
            count++;
        }

        return count > 0 ? sum / count : throw new InvalidOperationException($"nothing was drawn with the value {value}");
    }

    private static ClinicWorker Worker(TestClinic clinic) => new(
        clinic.Database, new WorkerOptions { Name = "w", RecipesFolder = Checkout.Recipes, CacheFolder = Path.Combine(clinic.Folder, "cache"), WeightFolders = [] }, clinic.Clock);
}
