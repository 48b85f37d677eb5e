using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests;

/// <summary>A clinic of one test, with a clock that the test sets.</summary>
internal sealed class TestClinic : IAsyncDisposable
{
    public const string Doctor = "anna";

    private TestClinic(ClinicDatabase database, string connection, string folder, SetClock clock) =>
        (Database, Connection, Folder, Clock) = (database, connection, folder, clock);

    public ClinicDatabase Database { get; }

    public string Connection { get; }

    public string Folder { get; }

    public SetClock Clock { get; }

    public static async Task<TestClinic> OpenAsync(string connection, string folder)
    {
        var clock = new SetClock();
        return new TestClinic(await ClinicDatabase.OpenAsync(connection, Path.Combine(folder, "files"), clock), connection, folder, clock);
    }

    public Task<Patient> PatientAsync(string number = "N-1", string? name = "Émilie Müller") =>
        Database.Patients.AddAsync(new PatientEntry { RecordNumber = number, Name = name, Sex = Sex.Female, BirthDate = new DateOnly(2018, 6, 1), HeightCm = 118 }, Doctor);

    public async Task<Study> StudyAsync(string number = "N-1") =>
        await Database.Studies.AddAsync(new StudyEntry { PatientId = (await PatientAsync(number)).Id, Modality = "CT", Description = "abdomen" }, Doctor);

    public async Task<StudyImage> ImageAsync(Study study)
    {
        var file = await Database.Files.PutAsync(new byte[] { 1, 2, 3 }, "image/png");
        return await Database.Studies.AddImageAsync(new ImageEntry { StudyId = study.Id, Kind = ImageKind.Picture, FileSha256 = file.Sha256, FileName = "slice.png" }, Doctor);
    }

    public FindingEntry FindingOf(StudyImage image, string key = "k") => new()
    {
        Key = key,
        StudyId = image.StudyId,
        ImageId = image.Id,
        ModelName = "kidney-ct",
        ModelVersion = "0a1b",
        Task = RecipeTask.Classification,
        PredictedClass = "cyst",
        Confidence = 0.75,
        Probabilities = new Dictionary<string, double> { ["cyst"] = 0.75, ["normal"] = 0.25 },
        PredictionSet = ["cyst"],
    };

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 8, 15, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
