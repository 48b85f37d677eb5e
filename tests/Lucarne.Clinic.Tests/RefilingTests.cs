using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Worklist;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests;

/// <summary>What was entered wrongly is put right, and nothing of it is lost.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class RefilingTests(Databases databases)
{
    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_study_under_a_wrong_number_moves_with_its_tasks_to_the_right_patient(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await clinic.StudyAsync();
        var task = await clinic.Database.FollowUps.AddAsync(new FollowUpEntry { PatientId = study.PatientId, StudyId = study.Id, Text = "ultrasound", DueOn = new DateOnly(2031, 1, 1) }, "ada");
        var other = await clinic.Database.FollowUps.AddAsync(new FollowUpEntry { PatientId = study.PatientId, Text = "of the patient, not of the study", DueOn = new DateOnly(2031, 1, 1) }, "ada");
        var right = await clinic.Database.Patients.AddAsync(new PatientEntry { RecordNumber = "RIGHT-1", Name = "Zoé Droit" }, "ada");

        var moved = await clinic.Database.Studies.RefileAsync(study.Id, " RIGHT-1 ", study.Version, "ada");

        Assert.Equal((right.Id, study.Version + 1), (moved.PatientId, moved.Version));
        Assert.Empty(await clinic.Database.Studies.OfPatientAsync(study.PatientId));
        Assert.Equal(right.Id, (await clinic.Database.FollowUps.GetAsync(task.Id)).PatientId);
        Assert.Equal(study.PatientId, (await clinic.Database.FollowUps.GetAsync(other.Id)).PatientId);
        // It is found by the right patient's name, and no more by the wrong one's number.
        Assert.Equal([study.Id], (await clinic.Database.Worklist.PageAsync(new WorklistQuery { Text = "zoe droit", Limit = 10 })).Rows.Select(row => row.StudyId));
        var wrong = await clinic.Database.Patients.GetAsync(study.PatientId);
        Assert.Empty((await clinic.Database.Worklist.PageAsync(new WorklistQuery { Text = wrong.RecordNumber, Limit = 10 })).Rows);
        await Assert.ThrowsAsync<StaleVersionException>(() => clinic.Database.Studies.RefileAsync(study.Id, wrong.RecordNumber, study.Version, "ada"));
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Studies.RefileAsync(study.Id, "RIGHT-1", moved.Version, "ada"));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_record_that_is_not_there_yet_is_made_and_a_signed_study_stays(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var study = await clinic.StudyAsync();
        var moved = await clinic.Database.Studies.RefileAsync(study.Id, "NEW-1", study.Version, "ada");
        Assert.Equal("NEW-1", (await clinic.Database.Patients.GetAsync(moved.PatientId)).RecordNumber);
        await clinic.Database.Decisions.AddAsync(new DecisionEntry { StudyId = study.Id, Kind = DecisionKind.Signs, StudyVersion = moved.Version }, "ada");
        var signed = await clinic.Database.Studies.GetAsync(study.Id);
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Studies.RefileAsync(study.Id, "NEW-2", signed.Version, "ada"));
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Studies.SetUrgencyAsync(study.Id, Urgency.Urgent, signed.Version, "ada"));
        Assert.Null(await clinic.Database.Patients.FindAsync("NEW-2"));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_withdrawn_measurement_counts_no_more_and_is_withdrawn_in_its_own_record_only(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var patient = await clinic.Database.Patients.AddAsync(new PatientEntry { RecordNumber = "M-1", HeightCm = 120 }, "ada");
        var stranger = await clinic.Database.Patients.AddAsync(new PatientEntry { RecordNumber = "M-2" }, "ada");
        var day = DateOnly.FromDateTime(clinic.Clock.Now.UtcDateTime);
        var measured = await clinic.Database.Measurements.AddAsync(new MeasurementEntry { PatientId = patient.Id, MeasuredOn = day, CreatinineMgDl = 5 }, "ada");
        Assert.Equal(measured.Id, Assert.Single(await clinic.Database.Measurements.KidneyCourseAsync(patient.Id)).MeasurementId);
        await Assert.ThrowsAsync<MissingException>(() => clinic.Database.Measurements.WithdrawAsync(stranger.Id, measured.Id, "ada"));
        await clinic.Database.Measurements.WithdrawAsync(patient.Id, measured.Id, "ada");
        Assert.Empty(await clinic.Database.Measurements.OfPatientAsync(patient.Id));
        Assert.Empty(await clinic.Database.Measurements.KidneyCourseAsync(patient.Id));
        await Assert.ThrowsAsync<MissingException>(() => clinic.Database.Measurements.WithdrawAsync(patient.Id, measured.Id, "ada"));
    }
}
