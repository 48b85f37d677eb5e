using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests.Decisions;

/// <summary>One study has one signature, given on what the doctor saw.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class SignatureTests(Databases databases)
{
    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Of_doctors_who_sign_at_once_one_does_and_the_others_are_told(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await clinic.StudyAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(doctor => Task.Run(async () =>
        {
            try
            {
                await clinic.Database.Decisions.AddAsync(new DecisionEntry { StudyId = study.Id, Kind = DecisionKind.Signs, StudyVersion = study.Version }, $"doctor{doctor}");
                return null;
            }
            catch (ClinicException refusal)
            {
                return refusal.Message;
            }
        })));
        Assert.Equal(7, outcomes.Count(outcome => outcome is not null));
        Assert.All(outcomes.OfType<string>(), outcome => Assert.Contains("was signed by doctor", outcome, StringComparison.Ordinal));
        var signed = await clinic.Database.Studies.GetAsync(study.Id);
        Assert.Equal((StudyStatus.Signed, study.Version + 1), (signed.Status, signed.Version));
        Assert.Equal(signed.SignedBy, Assert.Single(await clinic.Database.Decisions.OfStudyAsync(study.Id)).DecidedBy);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Nobody_signs_what_has_changed_since_it_was_opened(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await clinic.StudyAsync();
        await clinic.Database.Findings.AddAsync(clinic.FindingOf(await clinic.ImageAsync(study)), "worker/1");
        var refusal = await Assert.ThrowsAsync<StaleVersionException>(() => SignAsync(clinic, study));
        Assert.Equal(($"study/{study.Id}", study.Version + 1), (refusal.Subject, refusal.Found));
        await SignAsync(clinic, await clinic.Database.Studies.GetAsync(study.Id));
        Assert.Equal(clinic.Clock.Now, (await clinic.Database.Studies.GetAsync(study.Id)).SignedAt);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_signed_study_takes_comments_and_nothing_else(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await clinic.StudyAsync();
        var finding = await clinic.Database.Findings.AddAsync(
            clinic.FindingOf(await clinic.ImageAsync(study)) with { Recommendations = [new RecommendationEntry("r", Urgency.Routine, "{}")] }, "worker/1");
        await SignAsync(clinic, await clinic.Database.Studies.GetAsync(study.Id));
        study = await clinic.Database.Studies.GetAsync(study.Id);
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Decisions.AddAsync(
            new DecisionEntry { StudyId = study.Id, FindingId = finding.Id, Kind = DecisionKind.Agrees, StudyVersion = study.Version }, "bea"));
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Studies.AssignAsync(study.Id, "bea", study.Version, "bea"));
        var recommendation = Assert.Single(await clinic.Database.Findings.RecommendationsAsync(study.Id));
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Findings.DecideAsync(recommendation.Id, RecommendationStatus.Accepted, null, recommendation.Version, "bea"));
        await clinic.Database.Decisions.AddAsync(new DecisionEntry { StudyId = study.Id, Kind = DecisionKind.Comments, Comment = "seen again" }, "bea");
        Assert.Equal(study, await clinic.Database.Studies.GetAsync(study.Id));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Agreement_counts_the_last_judgement_of_each_finding_by_month(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var model = await clinic.Database.Models.RegisterAsync(
            new Clinic.Models.ModelEntry { Name = "m", Version = "1", Recipe = "r", Task = Learning.Recipes.RecipeTask.Classification, RunFolder = "x", WeightsSha256 = "00" }, "dan");
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        var findings = new List<Finding>();
        foreach (var key in (string[])["a", "b", "c"]) findings.Add(await clinic.Database.Findings.AddAsync(clinic.FindingOf(image, key) with { ModelId = model.Id }, "worker/1"));
        await JudgeAsync(findings[0], DecisionKind.Agrees);
        await JudgeAsync(findings[1], DecisionKind.Agrees);
        clinic.Clock.Now += TimeSpan.FromDays(40);
        await JudgeAsync(findings[1], DecisionKind.Corrects);
        await JudgeAsync(findings[2], DecisionKind.Corrects);
        var months = await clinic.Database.Decisions.AgreementAsync(model.Id);
        Assert.Equal([("2026-03", 1, 0), ("2026-04", 0, 2)], months.Select(month => (month.Month, month.Agreed, month.Corrected)));

        async Task JudgeAsync(Finding finding, DecisionKind judgement) => await clinic.Database.Decisions.AddAsync(
            new DecisionEntry
            {
                StudyId = image.StudyId,
                FindingId = finding.Id,
                Kind = judgement,
                CorrectedClass = judgement == DecisionKind.Corrects ? "stone" : null,
                StudyVersion = (await clinic.Database.Studies.GetAsync(image.StudyId)).Version,
            }, "anna");
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_decision_that_lacks_something_says_what(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await clinic.StudyAsync();
        foreach (var entry in (DecisionEntry[])
                 [
                     new() { StudyId = study.Id, Kind = DecisionKind.Comments, Comment = "  " },
                     new() { StudyId = study.Id, Kind = DecisionKind.Agrees, StudyVersion = 1 },
                     new() { StudyId = study.Id, Kind = DecisionKind.Signs },
                     new() { StudyId = study.Id, Kind = DecisionKind.Corrects, FindingId = 7, StudyVersion = 1 },
                     new() { StudyId = study.Id, Kind = DecisionKind.Agrees, FindingId = 7, StudyVersion = 1 },
                 ])
            await Assert.ThrowsAnyAsync<ClinicException>(() => clinic.Database.Decisions.AddAsync(entry, "anna"));
        Assert.Empty(await clinic.Database.Decisions.OfStudyAsync(study.Id));
    }

    private static Task<Decision> SignAsync(TestClinic clinic, Study study) =>
        clinic.Database.Decisions.AddAsync(new DecisionEntry { StudyId = study.Id, Kind = DecisionKind.Signs, StudyVersion = study.Version }, "anna");
}
