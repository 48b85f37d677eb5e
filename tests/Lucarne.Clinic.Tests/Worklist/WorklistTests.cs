using System.Diagnostics;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Worklist;
using Lucarne.Learning.Recipes;
using Xunit.Abstractions;

namespace Lucarne.Clinic.Tests.Worklist;

/// <summary>The worklist is in order, whole, and quick.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class WorklistTests(Databases databases, ITestOutputHelper output)
{
    private const int Many = 100_000;

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Pages_hold_every_study_once_the_most_urgent_first(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await FillAsync(clinic, 500);
        var rows = new List<WorklistRow>();
        WorklistPlace? after = null;
        do
        {
            var page = await clinic.Database.Worklist.PageAsync(new WorklistQuery { Status = StudyStatus.Waiting, After = after, Limit = 17 });
            rows.AddRange(page.Rows);
            after = page.Next;
        }
        while (after is not null);
        var counts = await clinic.Database.Worklist.CountsAsync();
        Assert.Equal(counts.Waiting, rows.Count);
        Assert.Equal(500, counts.Waiting + counts.InProgress + counts.Signed);
        Assert.Equal(rows.OrderBy(row => row.Urgency).ThenBy(row => row.StudyId).Select(row => row.StudyId), rows.Select(row => row.StudyId));
        Assert.Equal(counts.UrgentWaiting, rows.Count(row => row.Urgency == Urgency.Urgent));
        Assert.All(rows, row => Assert.Equal(StudyStatus.Waiting, row.Status));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_row_shows_the_newest_finding_and_words_are_found_without_accents(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        await clinic.StudyAsync("N-2");
        await clinic.Database.Findings.AddAsync(clinic.FindingOf(image, "a"), "w");
        await clinic.Database.Findings.AddAsync(clinic.FindingOf(image, "b") with { PredictedClass = "stone", Confidence = 0.9 }, "w");
        var row = (await clinic.Database.Worklist.PageAsync(new WorklistQuery { Text = "emilie" })).Rows.Single(row => row.StudyId == image.StudyId);
        Assert.Equal(("stone", 0.9, "kidney-ct"), (row.PredictedClass, row.Confidence, row.ModelName));
        Assert.Equal("N-2", Assert.Single((await clinic.Database.Worklist.PageAsync(new WorklistQuery { Text = "n-2" })).Rows).RecordNumber);
        foreach (var nothing in (string[])["%", "_", "\\", "'; DROP TABLE studies"]) Assert.Empty((await clinic.Database.Worklist.PageAsync(new WorklistQuery { Text = nothing })).Rows);
        var patient = await clinic.Database.Patients.GetAsync(row.PatientId);
        await clinic.Database.Patients.ChangeAsync(patient.Id, new Clinic.Patients.PatientEntry { RecordNumber = patient.RecordNumber, Name = "Çelik" }, patient.Version, "anna");
        Assert.Equal(image.StudyId, Assert.Single((await clinic.Database.Worklist.PageAsync(new WorklistQuery { Text = "celik" })).Rows).StudyId);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_page_of_100_000_studies_comes_within_200_ms_19_times_in_20(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await FillAsync(clinic, Many);
        WorklistQuery[] queries =
        [
            new() { Status = StudyStatus.Waiting },
            new(),
            new() { Status = StudyStatus.Signed, After = new WorklistPlace(Urgency.Routine, Many / 2) },
            new() { Status = StudyStatus.Waiting, Modality = "MR", Urgency = Urgency.Soon },
            new() { AssignedTo = "bea" },
            new() { Text = "n-54321" },
            new() { Text = "patient 777", Status = StudyStatus.Waiting },
            new() { Text = "nobody is called that" },
        ];
        foreach (var query in queries)
        {
            var times = new List<double>();
            for (var i = 0; i < 20; i++)
            {
                var watch = Stopwatch.StartNew();
                await clinic.Database.Worklist.PageAsync(query);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            times.Sort();
            output.WriteLine(FormattableString.Invariant($"{kind}, {query}: median {times[10]:0.0} ms, 95th of 100 {times[18]:0.0} ms"));
            Assert.True(times[18] < 200, $"{query} took {times[18]:0} ms");
        }
    }

    // Written as SQL writes many rows, a patient and a study each, for through the stores it would take minutes.
    private static Task FillAsync(TestClinic clinic, int studies) => clinic.Database.Connections.WriteAsync(async session =>
    {
        const string numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @studies)";
        await session.ExecuteAsync(
            $"""
            {numbers}
            INSERT INTO patients (record_number, name, sex, search_text, created_at)
            SELECT 'N-' || i, 'Patient ' || i, 'Unknown', 'n-' || i || ' patient ' || i, @Now FROM n
            """, new { studies, session.Now });
        await session.ExecuteAsync(
            """
            INSERT INTO studies (patient_id, modality, description, urgency, status, assigned_to, search_text, created_at, changed_by, changed_at)
            SELECT id, CASE WHEN id % 3 = 0 THEN 'MR' ELSE 'CT' END, 'abdomen', CASE WHEN id % 50 = 0 THEN 0 WHEN id % 7 = 0 THEN 1 ELSE 2 END,
                CASE WHEN id % 10 < 3 THEN 'Waiting' WHEN id % 10 = 3 THEN 'InProgress' ELSE 'Signed' END, CASE WHEN id % 20 = 3 THEN 'bea' END,
                search_text || ' ct abdomen', @Now, 'anna', @Now
            FROM patients
            """, new { session.Now });
        await session.ExecuteAsync("INSERT INTO files (sha256, size_bytes, media_type, created_at) VALUES ('f', 1, 'image/png', @Now)", new { session.Now });
        await session.ExecuteAsync("INSERT INTO images (study_id, kind, file_sha256, file_name, description, created_at) SELECT id, 'Picture', 'f', 'a.png', '', @Now FROM studies", new { session.Now });
        await session.ExecuteAsync(
            """
            INSERT INTO findings (finding_key, study_id, image_id, model_name, model_version, task, decision, predicted_class, confidence, urgency, created_at)
            SELECT 'k' || i.id, i.study_id, i.id, 'kidney-ct', '1', 'Classification', 'Predicted', 'cyst', 0.9, 2, @Now FROM images i
            """, new { session.Now });
        await session.ExecuteAsync("ANALYZE");
    }, default);
}
