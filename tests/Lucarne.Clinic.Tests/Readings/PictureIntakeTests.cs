using System.Data.Common;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Readings;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;

namespace Lucarne.Clinic.Tests.Readings;

/// <summary>A picture that was read becomes patient, study, image and finding together, and rules are asked about the right earlier studies.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class PictureIntakeTests(Databases databases)
{
    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Earlier_is_what_was_examined_before_whenever_it_was_sent(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var model = await Arrivals.ModelAsync(clinic);
        var present = await Arrivals.EnterAsync(clinic, model, "normal", new DateOnly(2026, 2, 1));
        await Arrivals.EnterAsync(clinic, model, "tumor", new DateOnly(2026, 2, 20));
        var before = await Arrivals.EnterAsync(clinic, model, "cyst", new DateOnly(2026, 1, 1));
        Assert.Equal(["cyst"], await EarlierAsync(clinic, present));
        Assert.Empty(await EarlierAsync(clinic, before));

        await DecideAsync(clinic, before, DecisionKind.Corrects, "stone");
        Assert.Equal(["stone"], await EarlierAsync(clinic, present));
        // Who agrees after all takes the correction back.
        await DecideAsync(clinic, before, DecisionKind.Agrees, null);
        Assert.Equal(["cyst"], await EarlierAsync(clinic, present));

        var unsaid = await Arrivals.EnterAsync(clinic, model, "normal", null);
        Assert.Equal(["cyst", "normal", "tumor"], await EarlierAsync(clinic, unsaid));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_finding_that_cannot_be_written_leaves_no_study_and_no_patient(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await Assert.ThrowsAnyAsync<DbException>(() => Arrivals.EnterAsync(clinic, new RegisteredModel { Id = 999, Name = "gone", Version = "0" }, "cyst", null));
        Assert.Empty(await clinic.Database.Patients.SearchAsync());
        Assert.Empty((await clinic.Database.Worklist.PageAsync(new Lucarne.Clinic.Worklist.WorklistQuery())).Rows);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task The_first_pictures_of_a_patient_that_come_together_go_to_one_record(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var model = await Arrivals.ModelAsync(clinic);
        var studies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Arrivals.EnterAsync(clinic, model, "cyst", null))));
        Assert.Equal(studies[0].PatientId, Assert.Single(await clinic.Database.Patients.SearchAsync()).Id);
        Assert.Equal(8, studies.Select(study => study.Id).Distinct().Count());
        Assert.All(studies, study => Assert.Equal(studies[0].PatientId, study.PatientId));
    }

    private static async Task<IReadOnlyList<string>> EarlierAsync(TestClinic clinic, Study study) =>
        (await clinic.Database.Connections.ReadAsync(session => PatientCase.LoadAsync(session, study.Id), default)).Earlier!;

    private static async Task DecideAsync(TestClinic clinic, Study study, DecisionKind kind, string? right)
    {
        var finding = Assert.Single(await clinic.Database.Findings.OfStudyAsync(study.Id));
        await clinic.Database.Decisions.AddAsync(new DecisionEntry
        {
            StudyId = study.Id,
            FindingId = finding.Id,
            Kind = kind,
            CorrectedClass = right,
            StudyVersion = (await clinic.Database.Studies.GetAsync(study.Id)).Version,
        }, TestClinic.Doctor);
    }
}
