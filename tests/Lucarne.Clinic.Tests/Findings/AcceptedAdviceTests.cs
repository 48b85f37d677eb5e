using Lucarne.Clinic.Findings;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Storage;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests.Findings;

/// <summary>A recommendation that is followed and the task that it makes are written together or not at all.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class AcceptedAdviceTests(Databases databases)
{
    private static readonly FollowUpPlan Plan = new("ultrasound of both kidneys", new DateOnly(2026, 4, 1));

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Accepting_leaves_a_task_of_the_patients_that_names_the_recommendation(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var advice = await AdviceAsync(clinic);
        await clinic.Database.Findings.DecideAsync(advice.Id, RecommendationStatus.Accepted, null, advice.Version, "bea", Plan);
        var task = Assert.Single(await TasksAsync(clinic, advice));
        Assert.Equal((Plan.Text, Plan.DueOn, advice.Id, advice.StudyId, FollowUpStatus.Open, "bea"), (task.Text, task.DueOn, task.RecommendationId, task.StudyId, task.Status, task.CreatedBy));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Where_the_database_fails_between_the_two_neither_is_there(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var advice = await AdviceAsync(clinic);
        var entries = await clinic.Database.Audit.LastNumberAsync();
        await RunAsync(clinic, "ALTER TABLE tasks RENAME TO tasks_away");
        await Assert.ThrowsAnyAsync<Exception>(() => clinic.Database.Findings.DecideAsync(advice.Id, RecommendationStatus.Accepted, null, advice.Version, "bea", Plan));
        await RunAsync(clinic, "ALTER TABLE tasks_away RENAME TO tasks");
        await UntouchedAsync(clinic, advice, entries);
        // Nothing of the failure is left over: the same click works once the database does.
        await clinic.Database.Findings.DecideAsync(advice.Id, RecommendationStatus.Accepted, null, advice.Version, "bea", Plan);
        Assert.Single(await TasksAsync(clinic, advice));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Words_too_long_for_a_task_leave_the_recommendation_undecided(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var advice = await AdviceAsync(clinic);
        var entries = await clinic.Database.Audit.LastNumberAsync();
        // A recommendation's words may have 4000 characters, a task's 1000.
        var words = new string('m', 1001);
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Findings.DecideAsync(advice.Id, RecommendationStatus.Changed, words, advice.Version, "bea", Plan with { Text = words }));
        await UntouchedAsync(clinic, advice, entries);
    }

    private static async Task UntouchedAsync(TestClinic clinic, Recommendation advice, long entries)
    {
        Assert.Equal(advice, Assert.Single(await clinic.Database.Findings.RecommendationsAsync(advice.StudyId)));
        Assert.Empty(await TasksAsync(clinic, advice));
        Assert.Equal(entries, await clinic.Database.Audit.LastNumberAsync());
    }

    private static async Task<Recommendation> AdviceAsync(TestClinic clinic)
    {
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        await clinic.Database.Findings.AddAsync(clinic.FindingOf(image) with { Recommendations = [new RecommendationEntry("cyst-child", Urgency.Soon, "{}")] }, "worker/1");
        return Assert.Single(await clinic.Database.Findings.RecommendationsAsync(image.StudyId));
    }

    private static async Task<IReadOnlyList<FollowUpTask>> TasksAsync(TestClinic clinic, Recommendation advice) =>
        await clinic.Database.FollowUps.OfPatientAsync((await clinic.Database.Studies.GetAsync(advice.StudyId)).PatientId);

    private static Task<int> RunAsync(TestClinic clinic, string sql) => clinic.Database.Connections.WriteAsync(session => session.ExecuteAsync(sql), default);
}
