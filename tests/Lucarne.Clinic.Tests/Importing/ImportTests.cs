using System.IO.Compression;
using Lucarne.Clinic.Importing;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Working;
using Lucarne.Dicom.Phantom;
using Lucarne.Imaging;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests.Importing;

/// <summary>Uploaded files become patients, studies and images; what is no honest file is refused in a sentence.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class ImportTests(Databases databases)
{
    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_picture_becomes_a_study_of_the_patient_that_was_named(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var payload = new ImportPayload { FileName = "../slice.png", Patient = new PatientEntry { RecordNumber = "N-4", Name = "Zoé" }, Description = "abdomen", Urgency = Urgency.Soon };
        var job = await ImportAsync(clinic, Drawn(), payload);
        var result = ImportResult.Of(job);
        var image = Assert.Single(await clinic.Database.Studies.ImagesAsync(Assert.Single(result.StudyIds)));
        Assert.Equal((ImageKind.Picture, "slice.png", 256, 256), (image.Kind, image.FileName, image.Width!.Value, image.Height!.Value));
        var row = Assert.Single((await clinic.Database.Worklist.PageAsync(new Clinic.Worklist.WorklistQuery())).Rows);
        Assert.Equal(("N-4", "Zoé", "abdomen", Urgency.Soon), (row.RecordNumber, row.PatientName, row.Description, row.Urgency));
        Assert.Equal(256, PictureReader.ReadHeader(clinic.Database.Files.PathOf(image.PreviewSha256!)).Width);
    }

    [Fact]
    public async Task A_zip_of_a_scan_is_filed_once_however_often_it_is_sent()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var zip = ThoraxZip();
        var first = ImportResult.Of(await ImportAsync(clinic, zip, new ImportPayload { FileName = "ct.zip" }));
        var again = ImportResult.Of(await ImportAsync(clinic, zip, new ImportPayload { FileName = "ct.zip" }));
        Assert.Equal(first.StudyIds, again.StudyIds);
        Assert.Equal(first.ImageIds, again.ImageIds);
        var image = Assert.Single(await clinic.Database.Studies.ImagesAsync(Assert.Single(first.StudyIds)));
        Assert.Equal(ImageKind.DicomSeries, image.Kind);
        Assert.True(image.Slices > 10 && image.Width == 64);
        Assert.Single(await clinic.Database.Patients.SearchAsync());
        Assert.Equal("CT", (await clinic.Database.Studies.GetAsync(first.StudyIds[0])).Modality);
    }

    [Fact]
    public async Task De_identified_nothing_of_the_patient_is_kept_but_age_and_sex()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var zip = ThoraxZip();
        await ImportAsync(clinic, zip, new ImportPayload { FileName = "named.zip" });
        var named = Assert.Single(await clinic.Database.Patients.SearchAsync());
        var job = await ImportAsync(clinic, zip, new ImportPayload { FileName = $"{named.RecordNumber}.zip", IsDeidentified = true });
        Assert.Equal(JobStatus.Done, job.Status);
        // The named import still holds the file; a clinic that never had it is looked at below.
        await using var other = await databases.CreateAsync(DatabaseKind.Sqlite);
        var result = ImportResult.Of(await ImportAsync(other, zip, new ImportPayload { FileName = $"{named.RecordNumber}.zip", IsDeidentified = true }));
        var patient = Assert.Single(await other.Database.Patients.SearchAsync());
        var study = await other.Database.Studies.GetAsync(result.StudyIds[0]);
        Assert.Equal((null, null, true, null), (patient.Name, patient.BirthDate, patient.IsDeidentified, study.StudyDate));
        Assert.StartsWith("D-", patient.RecordNumber, StringComparison.Ordinal);
        await other.Database.DisposeAsync();
        foreach (var path in Directory.EnumerateFiles(other.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = Unpacked(path);
            Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(named.RecordNumber)) < 0, $"{Path.GetFileName(path)} holds the patient's number");
            foreach (var name in (string[])[named.Name!, named.Name!.Replace(' ', '^')])
                Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(name)) < 0, $"{Path.GetFileName(path)} holds the patient's name");
        }
    }

    [Fact]
    public async Task A_zip_of_pictures_is_one_study_and_what_is_no_picture_is_named()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var zip = Zip(("../../a.png", Drawn()), ("b/c.png", Drawn(2)), ("readme.txt", "hello"u8.ToArray()));
        var result = ImportResult.Of(await ImportAsync(clinic, zip, new ImportPayload { FileName = "pictures.zip" }));
        var images = await clinic.Database.Studies.ImagesAsync(Assert.Single(result.StudyIds));
        Assert.Equal(["a.png", "c.png"], images.Select(image => image.FileName));
        Assert.Contains("readme.txt", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_fails_with_a_sentence_and_leaves_no_patient()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var bomb = Zip(("zeros.png", new byte[300 << 20]));
        (string Name, byte[] Content)[] hostile =
        [
            ("empty.png", []), ("text.png", "<script>alert(1)</script>"u8.ToArray()), ("cut.png", Drawn()[..200]), ("empty.zip", Zip()), ("cut.zip", ThoraxZip()[..5000]),
            ("text.zip", Zip(("a.txt", [1]))), ("cut.nii.gz", [0x1F, 0x8B, 8, 0]), ("bomb.zip", bomb), ("dicom.dcm", [.. new byte[128], .. "DICM"u8, 1, 2, 3]),
        ];
        foreach (var (name, content) in hostile)
        {
            var job = await ImportAsync(clinic, content, new ImportPayload { FileName = name });
            Assert.Equal(JobStatus.Failed, job.Status);
            Assert.DoesNotContain("fault of Lucarne", job.Failure, StringComparison.Ordinal);
            Assert.DoesNotContain(clinic.Folder, job.Failure, StringComparison.Ordinal);
        }

        Assert.Empty(await clinic.Database.Patients.SearchAsync());
    }

    [Fact]
    public async Task A_scan_of_somebody_else_is_not_filed_under_the_patient_it_was_uploaded_for()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        var patient = await clinic.PatientAsync();
        var job = await ImportAsync(clinic, ThoraxZip(), new ImportPayload { FileName = "ct.zip", PatientId = patient.Id });
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Contains("PatientID", job.Failure, StringComparison.Ordinal);
        Assert.Empty(await clinic.Database.Studies.OfPatientAsync(patient.Id));
    }

    private static async Task<Job> ImportAsync(TestClinic clinic, byte[] content, ImportPayload payload)
    {
        var file = await clinic.Database.Files.PutAsync(content, "application/octet-stream");
        var job = await clinic.Database.Jobs.AddAsync(payload.ToJob(file.Sha256), "anna");
        using var worker = new ClinicWorker(clinic.Database, new WorkerOptions { Name = "w", RecipesFolder = "", CacheFolder = "", WeightFolders = [] }, clinic.Clock);
        Assert.True(await worker.WorkOnceAsync(default));
        return await clinic.Database.Jobs.GetAsync(job.Id);
    }

    private static byte[] Drawn(ulong seed = 1) => PictureWriter.ToPng(KidneyPhantom.Draw(seed, 0, KidneyFinding.Cyst));

    private static byte[] ThoraxZip()
    {
        using var folder = new TemporaryFolder();
        ThoraxCohort.Write(folder.File("cohort"), new ThoraxCohortOptions(1, 3) { Side = 64, SliceSpacingMm = 10 });
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder.File("cohort"), zip);
        return zip.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Unpacked(string path)
    {
        using var file = File.OpenRead(path);
        using var bytes = new MemoryStream();
        if (file.ReadByte() == 0x1F && file.ReadByte() == 0x8B)
        {
            file.Position = 0;
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            unpacked.CopyTo(bytes);
        }
        else
        {
            file.Position = 0;
            file.CopyTo(bytes);
        }

        return bytes.ToArray();
    }
}
