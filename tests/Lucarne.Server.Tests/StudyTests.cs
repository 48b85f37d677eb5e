using System.Net;
using System.Text.RegularExpressions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests;

/// <summary>A picture's way from being dropped to the patient's time line.</summary>
[Collection("served clinic")]
public sealed partial class StudyTests(ServedClinic served)
{
    [Fact]
    public async Task A_dropped_picture_becomes_a_study_with_answer_heat_map_and_similar_cases()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await DropAsync(doctor, served.Slice("tumor"), "R-100");
        var finding = Assert.Single(await served.Clinic.Findings.OfStudyAsync(id));
        Assert.Equal(["cyst", "normal", "stone", "tumor"], finding.Probabilities.Keys.Order());
        var page = await doctor.PageAsync($"/studies/{id}");
        Assert.Contains("What the model says", page, StringComparison.Ordinal);
        Assert.Contains("never a diagnosis", page, StringComparison.Ordinal);
        Assert.Contains(finding.ModelVersion, page, StringComparison.Ordinal);
        await MapsAsync(doctor);
        var image = Assert.Single(await served.Clinic.Studies.ImagesAsync(id));
        await IsPng(doctor, $"/studies/{id}/images/{image.Id}");
        Assert.Contains("Similar cases", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_that_is_signed_stands_in_the_time_line()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await DropAsync(doctor, served.Slice("stone"), "R-200");
        var finding = Assert.Single(await served.Clinic.Findings.OfStudyAsync(id));
        var response = await doctor.PostAsync($"/studies/{id}/decisions", $"/studies/{id}",
            ("kind", "corrects"), ("right", "stone"), ("comment", "a stone of 4 mm"), ("finding", $"{finding.Id}"), ("version", $"{await VersionAsync(id)}"), ("then", "sign"));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var study = await served.Clinic.Studies.GetAsync(id);
        Assert.Equal(StudyStatus.Signed, study.Status);
        Assert.Equal("doctor", study.SignedBy);
        var page = await doctor.PageAsync($"/patients/{study.PatientId}");
        Assert.Contains("Corrected by a doctor: Stone", page, StringComparison.Ordinal);
        Assert.Contains("signed by doctor", page, StringComparison.Ordinal);
        Assert.Contains("a stone of 4 mm", await doctor.PageAsync($"/studies/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_doctor_takes_a_study_says_how_soon_and_puts_it_into_the_right_record()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await DropAsync(doctor, served.Slice("cyst"), "R-250");
        async Task<Study> ChangedAsync(string what, params (string, string)[] fields)
        {
            var answer = await doctor.PostAsync($"/studies/{id}/{what}", $"/studies/{id}", [("version", $"{await VersionAsync(id)}"), .. fields]);
            Assert.True(answer.StatusCode == HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
            return await served.Clinic.Studies.GetAsync(id);
        }

        var taken = await ChangedAsync("assignment", ("to", "me"));
        Assert.Equal((StudyStatus.InProgress, "doctor"), (taken.Status, taken.AssignedTo));
        Assert.Contains("doctor has it.", await doctor.PageAsync($"/studies/{id}"), StringComparison.Ordinal);
        Assert.Equal(StudyStatus.Waiting, (await ChangedAsync("assignment", ("to", ""))).Status);
        Assert.Equal(Learning.Recipes.Urgency.Urgent, (await ChangedAsync("urgency", ("urgency", "Urgent"))).Urgency);
        var moved = await ChangedAsync("patient", ("record", "R-251"));
        Assert.Equal("R-251", (await served.Clinic.Patients.GetAsync(moved.PatientId)).RecordNumber);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await doctor.PostAsync($"/studies/{id}/urgency", $"/studies/{id}", ("version", $"{moved.Version}"), ("urgency", "9"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await doctor.PostAsync($"/studies/{id}/assignment", $"/studies/{id}", ("version", "1"), ("to", "me"))).StatusCode);
    }

    [Fact]
    public async Task What_is_known_of_a_patient_is_entered_and_put_right_on_their_page()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        await DropAsync(doctor, served.Slice("normal"), "R-260");
        var patient = (await served.Clinic.Patients.FindAsync("R-260"))!;
        var page = $"/patients/{patient.Id}";
        Assert.Contains("not entered yet", await doctor.PageAsync(page), StringComparison.Ordinal);
        async Task FoundAsync(string path, params (string, string)[] fields)
        {
            var answer = await doctor.PostAsync(path, page, fields);
            Assert.True(answer.StatusCode == HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        }

        // A creatinine without a height is shown with the reason why it gives no eGFR.
        await FoundAsync($"{page}/measurements", ("measured", "2026-01-10"), ("creatinine", "0.5"));
        Assert.Contains("Without a height", await doctor.PageAsync(page), StringComparison.Ordinal);
        await FoundAsync(page, ("version", $"{patient.Version}"), ("name", "Léa Martin"), ("born", "2018-01-10"), ("sex", "Female"), ("weight", "24,5"), ("height", "120"));
        var known = await served.Clinic.Patients.GetAsync(patient.Id);
        Assert.Equal(("R-260", "Léa Martin", new DateOnly(2018, 1, 10), 24.5, 120.0), (known.RecordNumber, known.Name, known.BirthDate, known.WeightKg, known.HeightCm));
        // 0.413 × 120 / 0.5 = 99.
        var text = await doctor.PageAsync(page);
        Assert.DoesNotContain("Without a height", text, StringComparison.Ordinal);
        Assert.Contains(">99<", text, StringComparison.Ordinal);
        Assert.Contains("female", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await doctor.PostAsync(page, page, ("version", $"{patient.Version}"), ("name", "late"))).StatusCode);
        var measured = Assert.Single(await served.Clinic.Measurements.OfPatientAsync(patient.Id));
        await FoundAsync($"{page}/measurements/{measured.Id}/withdraw");
        Assert.DoesNotContain(">99<", await doctor.PageAsync(page), StringComparison.Ordinal);

        await FoundAsync($"{page}/tasks", ("text", "ultrasound"), ("due", "2031-05-01"));
        var task = Assert.Single(await served.Clinic.FollowUps.OfPatientAsync(patient.Id));
        await FoundAsync($"{page}/tasks/{task.Id}/due", ("version", $"{task.Version}"), ("due", "2031-06-01"));
        Assert.Equal(new DateOnly(2031, 6, 1), (await served.Clinic.FollowUps.GetAsync(task.Id)).DueOn);
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.PostAsync($"/patients/999999/tasks/{task.Id}/due", page, ("version", "2"), ("due", "2031-06-02"))).StatusCode);
    }

    [Fact]
    public async Task Of_two_doctors_who_sign_what_they_saw_the_second_is_told_to_look_again()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await DropAsync(doctor, served.Slice("normal"), "R-300");
        var seen = await VersionAsync(id);
        (string, string)[] sign = [("kind", ""), ("version", $"{seen}"), ("then", "sign")];
        Assert.Equal(HttpStatusCode.Found, (await doctor.PostAsync($"/studies/{id}/decisions", $"/studies/{id}", sign)).StatusCode);
        var second = await doctor.PostAsync($"/studies/{id}/decisions", "/worklist", sign);
        Assert.Contains(second.StatusCode, new[] { HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity });
        Assert.Single(await served.Clinic.Decisions.OfStudyAsync(id));
    }

    [Fact]
    public async Task What_patients_records_hold_is_text_and_never_markup()
    {
        const string hostile = "<script>alert(1)</script>";
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await DropAsync(doctor, served.Slice("cyst", 1), hostile);
        foreach (var path in new[] { "/worklist", $"/studies/{id}", "/patients", $"/patients/{(await served.Clinic.Studies.GetAsync(id)).PatientId}" })
        {
            var html = await (await doctor.GetAsync(path)).Content.ReadAsStringAsync();
            Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
            Assert.DoesNotContain(hostile, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_picture_or_heat_map_of_another_study_is_not_given_under_this_one()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var (one, other) = (await DropAsync(doctor, served.Slice("cyst", 2), "R-400"), await DropAsync(doctor, served.Slice("cyst", 3), "R-401"));
        var image = Assert.Single(await served.Clinic.Studies.ImagesAsync(other));
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.GetAsync($"/studies/{one}/images/{image.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.GetAsync("/studies/999999")).StatusCode);
    }

    [Fact]
    public async Task A_picture_that_is_refused_leaves_nothing_and_says_why_on_the_page()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var before = await served.Clinic.Worklist.CountsAsync();
        var response = await doctor.DropAsync("no picture, only words"u8.ToArray(), record: "R-500");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("no picture by its content", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await served.Clinic.Worklist.CountsAsync());
        Assert.Null(await served.Clinic.Patients.FindAsync("R-500"));
    }

    [Fact]
    public async Task A_page_speaks_French_to_a_French_browser()
    {
        var visitor = new Visitor((Microsoft.AspNetCore.TestHost.TestServer)served.App.Services.GetService(typeof(Microsoft.AspNetCore.Hosting.Server.IServer))!) { Language = "fr-CH, fr;q=0.9, en;q=0.8" };
        await visitor.SignInAsync(ServedClinic.Name(Role.Doctor), ServedClinic.Password);
        var page = await visitor.PageAsync("/worklist");
        Assert.Contains("Liste de travail", page, StringComparison.Ordinal);
        Assert.Contains("Une aide pour le médecin, jamais un diagnostic", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_opened_or_changed_is_in_an_unbroken_trail()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await DropAsync(doctor, served.Slice("tumor", 2), "R-600");
        await doctor.PageAsync($"/studies/{id}");
        Assert.Contains(await served.Clinic.Audit.ListAsync($"study/{id}"), entry => entry is { Actor: "doctor", Action: "study.opened" });
        Assert.True((await served.Clinic.Audit.VerifyAsync()).IsWhole);
    }

    /// <summary>A network that learned for seconds sees nothing in some pictures; in one of four it must see something.</summary>
    private async Task MapsAsync(Visitor doctor)
    {
        var maps = 0;
        foreach (var className in new[] { "cyst", "normal", "stone", "tumor" })
        {
            var id = await DropAsync(doctor, served.Slice(className, 4), "R-101");
            var finding = Assert.Single(await served.Clinic.Findings.OfStudyAsync(id));
            if (finding.Files.All(file => file.Role != FindingFile.HeatMap)) continue;
            await IsPng(doctor, $"/studies/{id}/findings/{finding.Id}/{FindingFile.HeatMap}");
            maps++;
        }

        Assert.InRange(maps, 1, 4);
    }

    private static async Task<long> DropAsync(Visitor doctor, byte[] picture, string record)
    {
        var response = await doctor.DropAsync(picture, record: record);
        Assert.True(response.StatusCode == HttpStatusCode.Found, await response.Content.ReadAsStringAsync());
        return long.Parse(Address().Match(response.Headers.Location!.OriginalString).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<long> VersionAsync(long id) => (await served.Clinic.Studies.GetAsync(id)).Version;

    private static async Task IsPng(Visitor visitor, string path)
    {
        var response = await visitor.GetAsync(path);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await response.Content.ReadAsByteArrayAsync()).Take(4));
    }

    [GeneratedRegex(@"^/studies/(\d+)$")]
    private static partial Regex Address();
}
