using Lucarne.Clinic.Findings;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests;

/// <summary>What is written comes back as it was, from both databases.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class RecordTests(Databases databases)
{
    private static readonly FollowUpQuery Open = new() { Status = FollowUpStatus.Open };

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_patient_comes_back_as_entered(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var entry = new PatientEntry { RecordNumber = " 17/b ", Name = "O'Brien; DROP TABLE patients", Sex = Sex.Other, BirthDate = new DateOnly(2012, 2, 29), WeightKg = 31.25, HeightCm = 140.5, IsDeidentified = true };
        var added = await clinic.Database.Patients.AddAsync(entry, "anna");
        var read = await clinic.Database.Patients.GetAsync(added.Id);
        Assert.Equal(added, read);
        Assert.Equal(("17/b", entry.Name, Sex.Other, entry.BirthDate, 31.25, 140.5, true, 1L), (read.RecordNumber, read.Name, read.Sex, read.BirthDate, read.WeightKg, read.HeightCm, read.IsDeidentified, read.Version));
        Assert.Null(read.AgeYears);
        Assert.Equal(clinic.Clock.Now, read.CreatedAt);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_record_number_is_there_once(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await clinic.PatientAsync();
        var error = await Assert.ThrowsAsync<ClinicException>(() => clinic.PatientAsync());
        Assert.Contains("already", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_finding_comes_back_with_files_and_recommendations_and_a_second_time_adds_nothing(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        var map = await clinic.Database.Files.PutAsync(new byte[] { 9 }, "image/png");
        var entry = clinic.FindingOf(image) with
        {
            Decision = FindingDecision.Unsure,
            Urgency = Urgency.Soon,
            Files = [new FindingFile("heat_map", map.Sha256, "heat.png")],
            Recommendations = [new RecommendationEntry("cyst-child", Urgency.Soon, """{"delay_days":30}""")],
        };
        var first = await clinic.Database.Findings.AddAsync(entry, "worker/1");
        var again = await clinic.Database.Findings.AddAsync(entry, "worker/2");
        Assert.Equal(first.Id, again.Id);
        var read = Assert.Single(await clinic.Database.Findings.OfStudyAsync(image.StudyId));
        Assert.Equal((FindingDecision.Unsure, "cyst", 0.75, RecipeTask.Classification, Urgency.Soon), (read.Decision, read.PredictedClass, read.Confidence, read.Task, read.Urgency));
        Assert.Equal(entry.Probabilities, read.Probabilities);
        Assert.Equal(entry.Files, read.Files);
        var recommendation = Assert.Single(await clinic.Database.Findings.RecommendationsAsync(image.StudyId));
        Assert.Equal((RecommendationStatus.Proposed, "cyst-child", """{"delay_days":30}"""), (recommendation.Status, recommendation.Rule, recommendation.DetailJson));
        Assert.Equal(Urgency.Soon, (await clinic.Database.Studies.GetAsync(image.StudyId)).Urgency);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_less_urgent_finding_leaves_the_study_as_urgent_as_it_was(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        await clinic.Database.Findings.AddAsync(clinic.FindingOf(image, "a") with { Urgency = Urgency.Urgent }, "worker/1");
        await clinic.Database.Findings.AddAsync(clinic.FindingOf(image, "b"), "worker/1");
        Assert.Equal(Urgency.Urgent, (await clinic.Database.Studies.GetAsync(image.StudyId)).Urgency);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Tasks_come_by_the_day_they_are_due(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var patient = await clinic.PatientAsync();
        foreach (var day in (int[])[9, 3, 6])
            await clinic.Database.FollowUps.AddAsync(new FollowUpEntry { PatientId = patient.Id, Text = "ultrasound", DueOn = new DateOnly(2026, 4, day) }, "anna");
        var first = await clinic.Database.FollowUps.ListAsync(Open with { Limit = 2 });
        Assert.Equal([3, 6], first.Select(task => task.DueOn.Day));
        Assert.Equal([9], (await clinic.Database.FollowUps.ListAsync(Open with { After = new FollowUpPlace(first[^1].DueOn, first[^1].Id) })).Select(task => task.DueOn.Day));
        var done = await clinic.Database.FollowUps.SetStatusAsync(first[0].Id, FollowUpStatus.Done, first[0].Version, "bea");
        Assert.Equal(("bea", clinic.Clock.Now), (done.ClosedBy, done.ClosedAt));
        await Assert.ThrowsAsync<StaleVersionException>(() => clinic.Database.FollowUps.SetStatusAsync(done.Id, FollowUpStatus.Dropped, first[0].Version, "anna"));
        Assert.Equal([6], (await clinic.Database.FollowUps.ListAsync(Open with { DueBy = new DateOnly(2026, 4, 6) })).Select(task => task.DueOn.Day));
        Assert.Equal([3, 6, 9], (await clinic.Database.FollowUps.ListAsync(new FollowUpQuery { PatientId = patient.Id })).Select(task => task.DueOn.Day));
        Assert.Empty(await clinic.Database.FollowUps.ListAsync(Open with { AssignedTo = "bea" }));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task One_model_of_a_task_is_the_default(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var first = await clinic.Database.Models.RegisterAsync(Entry("a", RecipeTask.Classification), "dan");
        var second = await clinic.Database.Models.RegisterAsync(Entry("b", RecipeTask.Classification), "dan");
        var other = await clinic.Database.Models.RegisterAsync(Entry("c", RecipeTask.Segmentation), "dan");
        Assert.Equal((true, false, true), (first.IsDefault, second.IsDefault, other.IsDefault));
        await clinic.Database.Models.SetDefaultAsync(second.Id, "dan");
        Assert.Equal(second.Id, (await clinic.Database.Models.DefaultAsync(RecipeTask.Classification))!.Id);
        Assert.False((await clinic.Database.Models.GetAsync(first.Id)).IsDefault);
        Assert.True((await clinic.Database.Models.GetAsync(other.Id)).IsDefault);
        Assert.Equal(second.Id, (await clinic.Database.Models.RegisterAsync(Entry("b", RecipeTask.Classification), "dan")).Id);
        await clinic.Database.Models.RetireAsync(second.Id, "dan");
        Assert.Null(await clinic.Database.Models.DefaultAsync(RecipeTask.Classification));
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Models.SetDefaultAsync(second.Id, "dan"));
        // A server that starts again registers what it finds: what a person took out stays out.
        Assert.True((await clinic.Database.Models.RegisterAsync(Entry("b", RecipeTask.Classification), "server")).IsRetired);
        var back = await clinic.Database.Models.RestoreAsync(second.Id, "dan");
        Assert.Equal((false, true), (back.IsRetired, back.IsDefault));
        await clinic.Database.Models.RetireAsync(first.Id, "dan");
        Assert.False((await clinic.Database.Models.RestoreAsync(first.Id, "dan")).IsDefault);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_row_that_is_not_there_is_named(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        Assert.Equal("study/41", (await Assert.ThrowsAsync<MissingException>(() => clinic.Database.Studies.GetAsync(41))).Subject);
        Assert.Equal("patient/41", (await Assert.ThrowsAsync<MissingException>(() => clinic.Database.Studies.AddAsync(new StudyEntry { PatientId = 41 }, "anna"))).Subject);
    }

    private static ModelEntry Entry(string name, RecipeTask task) =>
        new() { Name = name, Version = "1", Recipe = "kidney-ct", Task = task, RunFolder = "runs/" + name, WeightsSha256 = new string('a', 64) };
}
