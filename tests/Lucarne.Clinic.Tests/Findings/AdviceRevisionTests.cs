using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Tests.Readings;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests.Findings;

/// <summary>
/// What is recommended follows what it rests on. The rules are those of the recipe kidney-phantom: what follows from a tumour depends on the
/// patient's age.
/// </summary>
[Collection(DatabaseCollection.Name)]
public sealed class AdviceRevisionTests(Databases databases)
{
    private static readonly DateOnly Day = new(2026, 2, 1);

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task An_age_that_is_entered_later_makes_it_the_rule_for_a_child(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await Arrivals.EnterAsync(clinic, await ModelAsync(clinic), "tumor", Day, "N-1");
        var before = await OneAsync(clinic, study);
        Assert.Equal("tumour-age-unknown", before.Rule);
        var patient = await clinic.Database.Patients.GetAsync(study.PatientId);

        // What is no age changes nothing.
        patient = await clinic.Database.Patients.ChangeAsync(patient.Id, new PatientEntry { RecordNumber = "N-1", Name = "Ada" }, patient.Version, TestClinic.Doctor);
        Assert.Equal(before, await OneAsync(clinic, study));

        await clinic.Database.Patients.ChangeAsync(patient.Id, new PatientEntry { RecordNumber = "N-1", Name = "Ada", BirthDate = new DateOnly(2022, 2, 1) }, patient.Version, TestClinic.Doctor);
        var after = await OneAsync(clinic, study);
        Assert.Equal(("tumour-child", before.Id, before.Version + 1), (after.Rule, after.Id, after.Version));
        Assert.Contains("the patient is 4 years old", Advice.Read(after.DetailJson)!.Basis.En, StringComparison.Ordinal);
        // Who had the study open has not seen this, and can neither sign nor follow what is no more proposed.
        await Assert.ThrowsAsync<StaleVersionException>(() => clinic.Database.Decisions.AddAsync(new DecisionEntry { StudyId = study.Id, Kind = DecisionKind.Signs, StudyVersion = study.Version }, TestClinic.Doctor));
        await Assert.ThrowsAsync<StaleVersionException>(() => clinic.Database.Findings.DecideAsync(before.Id, RecommendationStatus.Accepted, null, before.Version, TestClinic.Doctor));
        Assert.Contains(await clinic.Database.Audit.ListAsync($"finding/{after.FindingId}"), entry => entry.Action == "recommendation.revised" && entry.Detail!.EndsWith("tumour-age-unknown became tumour-child", StringComparison.Ordinal));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_study_put_into_a_childs_record_follows_the_childs_rule(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await Arrivals.EnterAsync(clinic, await ModelAsync(clinic), "tumor", Day, "WRONG");
        await clinic.PatientAsync("CHILD");
        var moved = await clinic.Database.Studies.RefileAsync(study.Id, "CHILD", study.Version, TestClinic.Doctor);
        Assert.Equal("tumour-child", (await OneAsync(clinic, study)).Rule);
        // The change raised the version once; whoever made it has seen what follows.
        Assert.Equal(study.Version + 1, moved.Version);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_doctors_word_stands_before_the_models_until_it_is_taken_back(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await clinic.PatientAsync("N-1");
        var study = await Arrivals.EnterAsync(clinic, await ModelAsync(clinic), "normal", Day, "N-1");
        Assert.Equal("normal", (await OneAsync(clinic, study)).Rule);

        await DecideAsync(clinic, study, DecisionKind.Corrects, "tumor");
        var said = await OneAsync(clinic, study);
        Assert.Equal(("tumour-child", Urgency.Urgent), (said.Rule, said.Urgency));
        var basis = Advice.Read(said.DetailJson)!.Basis;
        Assert.StartsWith("A doctor says Tumour; the patient is 7.7 years old. Rule 'tumour-child'.", basis.En, StringComparison.Ordinal);
        Assert.StartsWith("Un médecin répond", basis.Fr, StringComparison.Ordinal);
        Assert.Equal(Urgency.Urgent, (await clinic.Database.Studies.GetAsync(study.Id)).Urgency);

        await DecideAsync(clinic, study, DecisionKind.Agrees, null);
        Assert.Equal("normal", (await OneAsync(clinic, study)).Rule);
        // A class that the rules do not know, or none, leaves it at what the model said: nothing urgent goes away unseen.
        await DecideAsync(clinic, study, DecisionKind.Corrects, "horseshoe kidney");
        Assert.Equal("normal", (await OneAsync(clinic, study)).Rule);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_correction_and_its_signature_are_written_together_and_a_signed_study_says_what_it_said(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await Arrivals.EnterAsync(clinic, await ModelAsync(clinic), "cyst", Day, "N-1");
        var finding = Assert.Single(await clinic.Database.Findings.OfStudyAsync(study.Id));
        await clinic.Database.Decisions.AddAsync(
        [
            new DecisionEntry { StudyId = study.Id, FindingId = finding.Id, Kind = DecisionKind.Corrects, CorrectedClass = "tumor", StudyVersion = study.Version },
            new DecisionEntry { StudyId = study.Id, Kind = DecisionKind.Signs, StudyVersion = study.Version + 1 },
        ], TestClinic.Doctor);
        var signed = await OneAsync(clinic, study);
        Assert.Equal("tumour-age-unknown", signed.Rule);
        var patient = await clinic.Database.Patients.GetAsync(study.PatientId);
        await clinic.Database.Patients.ChangeAsync(patient.Id, new PatientEntry { RecordNumber = "N-1", AgeYears = 5 }, patient.Version, TestClinic.Doctor);
        Assert.Equal(signed, await OneAsync(clinic, study));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task An_earlier_tumour_that_comes_in_later_or_is_said_later_makes_a_normal_study_one_of_follow_up(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await clinic.PatientAsync("N-1");
        var model = await ModelAsync(clinic);
        var present = await Arrivals.EnterAsync(clinic, model, "normal", Day, "N-1");
        var earlier = await Arrivals.EnterAsync(clinic, model, "normal", Day.AddMonths(-2), "N-1");
        Assert.Equal("normal", (await OneAsync(clinic, present)).Rule);
        await DecideAsync(clinic, earlier, DecisionKind.Corrects, "tumor");
        var revised = await OneAsync(clinic, present);
        Assert.Equal("normal-after-finding", revised.Rule);
        Assert.Equal(present.Version + 1, (await clinic.Database.Studies.GetAsync(present.Id)).Version);

        // Out of the record it counts no more; one that a doctor decided about stays as it is.
        earlier = await clinic.Database.Studies.GetAsync(earlier.Id);
        earlier = await clinic.Database.Studies.RefileAsync(earlier.Id, "OTHER", earlier.Version, TestClinic.Doctor);
        var back = await OneAsync(clinic, present);
        Assert.Equal("normal", back.Rule);
        await clinic.Database.Findings.DecideAsync(back.Id, RecommendationStatus.Accepted, null, back.Version, TestClinic.Doctor);
        await clinic.Database.Studies.RefileAsync(earlier.Id, "N-1", earlier.Version, TestClinic.Doctor);
        Assert.Equal(("normal", RecommendationStatus.Accepted), ((await OneAsync(clinic, present)).Rule, (await OneAsync(clinic, present)).Status));

        // Examined before and sent after.
        var second = await Arrivals.EnterAsync(clinic, model, "normal", Day, "N-2");
        await Arrivals.EnterAsync(clinic, model, "tumor", Day.AddYears(-1), "N-2");
        Assert.Equal("normal-after-finding", (await OneAsync(clinic, second)).Rule);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Without_the_runs_rules_what_they_said_stays(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await Arrivals.EnterAsync(clinic, await ModelAsync(clinic), "tumor", Day, "N-1");
        File.Delete(Path.Combine(clinic.Folder, "recipe.yaml"));
        var patient = await clinic.Database.Patients.GetAsync(study.PatientId);
        await clinic.Database.Patients.ChangeAsync(patient.Id, new PatientEntry { RecordNumber = "N-1", AgeYears = 5 }, patient.Version, TestClinic.Doctor);
        Assert.Equal("tumour-age-unknown", (await OneAsync(clinic, study)).Rule);
    }

    private static Task<RegisteredModel> ModelAsync(TestClinic clinic)
    {
        File.Copy(Path.Combine(Checkout.Recipes, "kidney-phantom.yaml"), Path.Combine(clinic.Folder, "recipe.yaml"));
        return Arrivals.ModelAsync(clinic);
    }

    private static async Task<Recommendation> OneAsync(TestClinic clinic, Study study) => Assert.Single(await clinic.Database.Findings.RecommendationsAsync(study.Id));

    private static async Task DecideAsync(TestClinic clinic, Study study, DecisionKind kind, string? right) => await clinic.Database.Decisions.AddAsync(new DecisionEntry
    {
        StudyId = study.Id,
        FindingId = Assert.Single(await clinic.Database.Findings.OfStudyAsync(study.Id)).Id,
        Kind = kind,
        CorrectedClass = right,
        StudyVersion = (await clinic.Database.Studies.GetAsync(study.Id)).Version,
    }, TestClinic.Doctor);
}
