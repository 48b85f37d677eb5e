using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Users;
using Lucarne.Learning.Recipes;

namespace Lucarne.Server.Tests;

/// <summary>What a program of the hospital reads: patients, tasks, findings, decisions, and one box to search.</summary>
[Collection("served clinic")]
public sealed class ClinicApiTests(ServedClinic served)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Patients_are_found_by_name_and_read_page_by_page()
    {
        foreach (var number in new[] { "C-1", "C-2", "C-3" }) await PatientAsync(number, "Éloïse Grandjean");
        var reader = await served.SignedInAsync(Role.Reader);
        var seen = new List<string>();
        var pages = 0;
        for (string? next = "/api/v1/patients?text=eloise%20grand&limit=2"; next is not null; pages++)
        {
            var page = await ReadAsync(reader, next);
            seen.AddRange(page.GetProperty("patients").EnumerateArray().Select(patient => patient.GetProperty("record_number").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["C-1", "C-2", "C-3"], seen);
        Assert.Equal(2, pages);
        Assert.Equal(HttpStatusCode.BadRequest, (await reader.GetAsync("/api/v1/patients?limit=0")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/api/v1/patients/999999")).StatusCode);
    }

    [Fact]
    public async Task A_patient_is_told_with_studies_measurements_and_tasks_and_its_tag_changes_with_any_of_them()
    {
        var patient = await PatientAsync("C-10", "Anna Blum");
        var study = await served.Clinic.Studies.AddAsync(new StudyEntry { PatientId = patient.Id, Modality = "CT", Description = "abdomen" }, "test");
        await served.Clinic.Measurements.AddAsync(new MeasurementEntry { PatientId = patient.Id, MeasuredOn = Today, CreatinineMgDl = 0.5, HeightCm = 120 }, "test");
        var doctor = await served.SignedInAsync(Role.Doctor);
        var path = $"/api/v1/patients/{patient.Id}";
        var response = await doctor.GetAsync(path);
        var tag = response.Headers.ETag!.Tag;
        using var record = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var told = record.RootElement;
        Assert.Equal(("C-10", "Anna Blum", "Female"), (told.GetProperty("patient").GetProperty("record_number").GetString(), told.GetProperty("patient").GetProperty("name").GetString(), told.GetProperty("patient").GetProperty("sex").GetString()));
        Assert.Equal((study.Id, "Waiting"), (told.GetProperty("studies")[0].GetProperty("id").GetInt64(), told.GetProperty("studies")[0].GetProperty("status").GetString()));
        // The bedside Schwartz formula: 0.413 x 120 / 0.5.
        Assert.Equal(99.12, told.GetProperty("kidney_function")[0].GetProperty("egfr").GetDouble(), 2);
        Assert.Empty(told.GetProperty("tasks").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotModified, (await doctor.BeginAsync(HttpMethod.Get, path, null, ("If-None-Match", tag))).StatusCode);
        await TaskAsync(patient, Today);
        Assert.Equal(HttpStatusCode.OK, (await doctor.BeginAsync(HttpMethod.Get, path, null, ("If-None-Match", tag))).StatusCode);
        Assert.Contains(await served.Clinic.Audit.ListAsync($"patient/{patient.Id}"), entry => entry is { Actor: "doctor", Action: "patient.opened" });
    }

    [Fact]
    public async Task Tasks_are_listed_by_what_is_open_done_and_overdue()
    {
        var patient = await PatientAsync("C-20");
        var (late, today, soon) = (await TaskAsync(patient, Today.AddDays(-2)), await TaskAsync(patient, Today), await TaskAsync(patient, Today.AddDays(9)));
        var doctor = await served.SignedInAsync(Role.Doctor);
        var mine = $"/api/v1/tasks?patient={patient.Id}";
        Assert.Equal([late.Id, today.Id, soon.Id], await IdsAsync(doctor, mine + "&status=open&limit=1"));
        Assert.Equal([late.Id], await IdsAsync(doctor, mine + "&status=overdue"));
        Assert.Equal([late.Id, today.Id], await IdsAsync(doctor, $"{mine}&due_before={Today.AddDays(1):yyyy-MM-dd}"));
        Assert.Empty(await IdsAsync(doctor, mine + "&status=done"));
        Assert.Equal([true, false, false], (await ReadAsync(doctor, mine)).GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("is_overdue").GetBoolean()));
        foreach (var wrong in new[] { "status=asleep", "due_before=tomorrow", "limit=201", "after=x" }) Assert.Equal(HttpStatusCode.BadRequest, (await doctor.GetAsync("/api/v1/tasks?" + wrong)).StatusCode);
    }

    [Fact]
    public async Task A_task_is_done_under_the_tag_that_was_seen_and_by_doctors_alone()
    {
        var task = await TaskAsync(await PatientAsync("C-30"), Today);
        var (doctor, reader) = (await served.SignedInAsync(Role.Doctor), await served.SignedInAsync(Role.Reader));
        var path = $"/api/v1/tasks/{task.Id}";
        var tag = (await doctor.GetAsync(path)).Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.Forbidden, (await DoneAsync(reader, path, tag)).StatusCode);
        Assert.Equal((HttpStatusCode)428, (await DoneAsync(doctor, path, null)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await DoneAsync(doctor, path, "\"99\"")).StatusCode);
        Assert.Equal(FollowUpStatus.Open, (await served.Clinic.FollowUps.GetAsync(task.Id)).Status);
        var done = await DoneAsync(doctor, path, tag);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.NotEqual(tag, done.Headers.ETag!.Tag);
        Assert.Equal((FollowUpStatus.Done, "doctor"), ((await served.Clinic.FollowUps.GetAsync(task.Id)).Status, (await served.Clinic.FollowUps.GetAsync(task.Id)).ClosedBy));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await DoneAsync(doctor, path, tag)).StatusCode);
        // A key may read what there is to do, and no more.
        var program = served.Nobody().WithKey((await served.Clinic.ApiKeys.AddAsync("test", ["read", "write"], null, "test")).Secret);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.BeginAsync(HttpMethod.Post, path + "/done", null, ("If-Match", tag))).StatusCode);
    }

    [Fact]
    public async Task A_program_enters_patients_and_measurements_and_changes_what_it_has_seen()
    {
        var program = served.Nobody().WithKey((await served.Clinic.ApiKeys.AddAsync("admissions", ["read", "write"], null, "test")).Secret);
        var created = await program.BeginAsync(HttpMethod.Post, "/api/v1/patients", JsonContent.Create(new { record_number = "C-60", name = "Ana Nowak", sex = "Female", birth_date = "2017-05-04" }));
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        var path = created.Headers.Location!.OriginalString;
        var form = JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(("C-60", "Female", "2017-05-04"), (form.GetProperty("record_number").GetString(), form.GetProperty("sex").GetString(), form.GetProperty("birth_date").GetString()));
        var tag = form.GetProperty("etag").GetString()!;
        var body = new { record_number = "C-60", name = "Ana Nowak-Lis", sex = "Female", birth_date = "2017-05-04", height_cm = 130.5 };
        Assert.Equal((HttpStatusCode)428, (await program.BeginAsync(HttpMethod.Put, path, JsonContent.Create(body))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.BeginAsync(HttpMethod.Put, path, JsonContent.Create(body), ("If-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await program.BeginAsync(HttpMethod.Put, path, JsonContent.Create(body), ("If-Match", tag))).StatusCode);
        Assert.Equal(("Ana Nowak-Lis", 130.5), ((await served.Clinic.Patients.FindAsync("C-60"))!.Name, (await served.Clinic.Patients.FindAsync("C-60"))!.HeightCm));
        // What cannot be right is refused in words, and nothing is written.
        foreach (var wrong in new object[] { new { record_number = "C-60" }, new { record_number = "" }, new { record_number = "C-61", height_cm = 1.3 }, new { record_number = "C-61", birth_date = "1700-01-01" } })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await program.BeginAsync(HttpMethod.Post, "/api/v1/patients", JsonContent.Create(wrong))).StatusCode);
        foreach (var broken in new object[] { new { record_number = "C-61", sex = "x" }, new { record_number = "C-61", birth_date = "yesterday" } })
            Assert.Equal(HttpStatusCode.BadRequest, (await program.BeginAsync(HttpMethod.Post, "/api/v1/patients", JsonContent.Create(broken))).StatusCode);
        Assert.Null(await served.Clinic.Patients.FindAsync("C-61"));

        // 0.413 × 130.5 / 0.6 = 89.8.
        Assert.Equal(HttpStatusCode.Created, (await program.BeginAsync(HttpMethod.Post, path + "/measurements", JsonContent.Create(new { measured_on = "2026-02-03", creatinine_mg_dl = 0.6 }))).StatusCode);
        Assert.Equal(89.8, (await ReadAsync(program, path)).GetProperty("kidney_function")[0].GetProperty("egfr").GetDouble(), 0.05);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await program.BeginAsync(HttpMethod.Post, path + "/measurements", JsonContent.Create(new { measured_on = "2026-02-03", creatinine_mg_dl = 60 }))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.BeginAsync(HttpMethod.Post, "/api/v1/tasks", JsonContent.Create(new { patient_id = form.GetProperty("id").GetInt64(), text = "ultrasound", due_on = "2031-01-01" }))).StatusCode);
    }

    [Fact]
    public async Task A_doctor_enters_a_task_through_the_api()
    {
        var patient = await PatientAsync("C-70");
        var doctor = await served.SignedInAsync(Role.Doctor);
        var token = await doctor.FormTokenAsync("/worklist");
        var created = await doctor.BeginAsync(HttpMethod.Post, "/api/v1/tasks", JsonContent.Create(new { patient_id = patient.Id, text = "ultrasound", due_on = "2031-01-01" }), ("RequestVerificationToken", token));
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        Assert.Equal("ultrasound", (await ReadAsync(doctor, created.Headers.Location!.OriginalString)).GetProperty("text").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.BeginAsync(HttpMethod.Post, "/api/v1/tasks", JsonContent.Create(new { patient_id = 999999, text = "ultrasound", due_on = "2031-01-01" }), ("RequestVerificationToken", token))).StatusCode);
    }

    [Fact]
    public async Task A_doctor_moves_a_task_and_withdraws_a_measurement_through_the_api()
    {
        var patient = await PatientAsync("C-71");
        var doctor = await served.SignedInAsync(Role.Doctor);
        var token = ("RequestVerificationToken", await doctor.FormTokenAsync("/worklist"));
        var task = await served.Clinic.FollowUps.AddAsync(new FollowUpEntry { PatientId = patient.Id, Text = "ultrasound", DueOn = new(2031, 1, 1), AssignedTo = "doctor" }, "test");
        var path = $"/api/v1/tasks/{task.Id}";
        var tag = (await doctor.GetAsync(path)).Headers.ETag!.Tag;
        var later = new { due_on = "2031-02-01", assigned_to = "doctor" };
        Assert.Equal((HttpStatusCode)428, (await doctor.BeginAsync(HttpMethod.Put, path, JsonContent.Create(later), token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await doctor.BeginAsync(HttpMethod.Put, path, JsonContent.Create(later), token, ("If-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await doctor.BeginAsync(HttpMethod.Put, path, JsonContent.Create(later), token, ("If-Match", tag))).StatusCode);
        Assert.Equal(("2031-02-01", "doctor"), ((await ReadAsync(doctor, path)).GetProperty("due_on").GetString(), (await ReadAsync(doctor, path)).GetProperty("assigned_to").GetString()));

        var measured = await served.Clinic.Measurements.AddAsync(new MeasurementEntry { PatientId = patient.Id, MeasuredOn = new(2026, 2, 3), CreatinineMgDl = 0.6, HeightCm = 120 }, "test");
        var other = await PatientAsync("C-72");
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.BeginAsync(HttpMethod.Delete, $"/api/v1/patients/{other.Id}/measurements/{measured.Id}", null, token)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await doctor.BeginAsync(HttpMethod.Delete, $"/api/v1/patients/{patient.Id}/measurements/{measured.Id}", null, token)).StatusCode);
        Assert.Equal(0, (await ReadAsync(doctor, $"/api/v1/patients/{patient.Id}")).GetProperty("measurements").GetArrayLength());
    }

    [Fact]
    public async Task A_study_is_taken_made_urgent_and_put_into_the_right_record_through_the_api()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var path = "/api/v1" + (await doctor.DropAsync(served.Slice("normal", 3), record: "C-73")).Headers.Location!.OriginalString;
        var right = await PatientAsync("C-74");
        var token = ("RequestVerificationToken", await doctor.FormTokenAsync("/worklist"));
        async Task<HttpResponseMessage> PutAsync(string what, object body, string? tag = null) =>
            await doctor.BeginAsync(HttpMethod.Put, $"{path}/{what}", JsonContent.Create(body), token, ("If-Match", tag ?? (await doctor.GetAsync(path)).Headers.ETag!.Tag));
        var first = (await doctor.GetAsync(path)).Headers.ETag!.Tag;
        Assert.Equal((HttpStatusCode)428, (await doctor.BeginAsync(HttpMethod.Put, path + "/urgency", JsonContent.Create(new { urgency = "Urgent" }), token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("assignment", new { mine = true })).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync("urgency", new { urgency = "Urgent" }, first)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync("urgency", new { urgency = "at once" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("urgency", new { urgency = "Urgent" })).StatusCode);
        foreach (var wrong in new[] { new { record_number = (string?)"C-73" }, new { record_number = (string?)null } })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PutAsync("patient", wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("patient", new { record_number = "C-74" })).StatusCode);
        var study = await served.Clinic.Studies.GetAsync(long.Parse(path.Split('/')[^1], CultureInfo.InvariantCulture));
        Assert.Equal((right.Id, "doctor", Urgency.Urgent), (study.PatientId, study.AssignedTo, study.Urgency));

        // A program that sends studies may put one right, and neither takes nor judges one.
        var program = served.Nobody().WithKey((await served.Clinic.ApiKeys.AddAsync("archive", ["read", "write"], null, "test")).Secret);
        var now = (await program.GetAsync(path)).Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.Forbidden, (await program.BeginAsync(HttpMethod.Put, path + "/assignment", JsonContent.Create(new { mine = true }), ("If-Match", now))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.BeginAsync(HttpMethod.Put, path + "/patient", JsonContent.Create(new { record_number = "C-73" }), ("If-Match", now))).StatusCode);
    }

    [Fact]
    public async Task What_models_and_doctors_said_of_a_study_is_listed()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var path = "/api/v1" + (await doctor.DropAsync(served.Slice("tumor", 2), record: "C-40")).Headers.Location!.OriginalString;
        var finding = Assert.Single((await ReadAsync(doctor, path + "/findings")).EnumerateArray());
        Assert.Equal("kidneys", finding.GetProperty("model").GetString());
        Assert.Equal(1, finding.GetProperty("probabilities").EnumerateObject().Sum(share => share.Value.GetDouble()), 5);
        Assert.StartsWith("A help to the doctor, never a diagnosis", finding.GetProperty("notice").GetString(), StringComparison.Ordinal);
        foreach (var file in finding.GetProperty("files").EnumerateArray()) Assert.Equal(HttpStatusCode.OK, (await doctor.GetAsync(file.GetProperty("address").GetString()!)).StatusCode);
        var advice = Assert.Single(finding.GetProperty("recommendations").EnumerateArray());
        Assert.Equal(nameof(RecommendationStatus.Proposed), advice.GetProperty("status").GetString());
        Assert.NotEmpty(advice.GetProperty("advice").GetProperty("rule").GetProperty("actions")[0].GetProperty("fr").GetString()!);
        var study = long.Parse(path.Split('/')[^1], CultureInfo.InvariantCulture);
        await served.Clinic.Decisions.AddAsync(new Lucarne.Clinic.Decisions.DecisionEntry { StudyId = study, FindingId = finding.GetProperty("id").GetInt64(), Kind = Lucarne.Clinic.Decisions.DecisionKind.Comments, Comment = "seen" }, "bea");
        var decision = Assert.Single((await ReadAsync(doctor, path + "/decisions")).EnumerateArray());
        Assert.Equal(("Comments", "seen", "bea"), (decision.GetProperty("kind").GetString(), decision.GetProperty("comment").GetString(), decision.GetProperty("by").GetString()));
        foreach (var list in new[] { "findings", "decisions" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await doctor.GetAsync($"/api/v1/studies/999999/{list}")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await (await served.SignedInAsync(Role.DataScientist)).GetAsync($"{path}/{list}")).StatusCode);
        }
    }

    [Fact]
    public async Task One_box_finds_patients_and_studies()
    {
        var patient = await PatientAsync("C-50", "Zacharie Unikat");
        var study = await served.Clinic.Studies.AddAsync(new StudyEntry { PatientId = patient.Id, Modality = "CT", Description = "unikat abdomen" }, "test");
        var reader = await served.SignedInAsync(Role.Reader);
        foreach (var text in new[] { "UNIKAT", "c-50" })
        {
            var answer = await ReadAsync(reader, $"/api/v1/search?text={text}");
            Assert.Equal(patient.Id, Assert.Single(answer.GetProperty("patients").GetProperty("patients").EnumerateArray()).GetProperty("id").GetInt64());
            Assert.Equal(study.Id, Assert.Single(answer.GetProperty("studies").GetProperty("studies").EnumerateArray()).GetProperty("study_id").GetInt64());
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await reader.GetAsync("/api/v1/search?text=%20")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await served.SignedInAsync(Role.DataScientist)).GetAsync("/api/v1/search?text=unikat")).StatusCode);
    }

    [Fact]
    public async Task A_patient_taken_in_without_what_identifies_is_named_by_no_answer()
    {
        var folder = Directory.CreateTempSubdirectory("lucarne-named-");
        var (scan, _) = DrawnThorax.Draw(folder.FullName, 771);
        var stored = await served.Clinic.Files.PutAsync(DrawnThorax.Zip(scan), "application/zip");
        folder.Delete(recursive: true);
        var job = await served.EndOfAsync((await served.Clinic.Jobs.AddAsync(new ImportPayload { FileName = "scan.zip", IsDeidentified = true, IsPredicted = false }.ToJob(stored.Sha256), "test")).Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var study = await served.Clinic.Studies.GetAsync(job.StudyId!.Value);
        var patient = await served.Clinic.Patients.GetAsync(study.PatientId);
        var reader = await served.SignedInAsync(Role.Reader);
        foreach (var path in new[] { $"patients/{patient.Id}", $"patients/{patient.Id}/studies", $"studies/{study.Id}", $"studies/{study.Id}/findings", $"patients?text={patient.RecordNumber}", $"search?text={patient.RecordNumber}", $"studies?text={patient.RecordNumber}", $"jobs/{job.Id}" })
        {
            var answer = await (await reader.GetAsync("/api/v1/" + path)).Content.ReadAsStringAsync();
            Assert.DoesNotContain("phantom", answer, StringComparison.OrdinalIgnoreCase);
        }

        // The drawn patient's name is Phantom^Thorax 001.
        var found = await ReadAsync(reader, "/api/v1/search?text=phantom&limit=200");
        Assert.DoesNotContain(found.GetProperty("patients").GetProperty("patients").EnumerateArray(), row => row.GetProperty("id").GetInt64() == patient.Id);
        Assert.DoesNotContain(found.GetProperty("studies").GetProperty("studies").EnumerateArray(), row => row.GetProperty("study_id").GetInt64() == study.Id);
    }

    private Task<Patient> PatientAsync(string number, string? name = null) =>
        served.Clinic.Patients.AddAsync(new PatientEntry { RecordNumber = number, Name = name, Sex = Sex.Female, BirthDate = Today.AddYears(-7), HeightCm = 120 }, "test");

    private Task<FollowUpTask> TaskAsync(Patient patient, DateOnly due) =>
        served.Clinic.FollowUps.AddAsync(new FollowUpEntry { PatientId = patient.Id, Text = "ultrasound", DueOn = due }, "test");

    private static async Task<HttpResponseMessage> DoneAsync(Visitor visitor, string path, string? seen)
    {
        var token = ("RequestVerificationToken", await visitor.FormTokenAsync("/worklist"));
        return await visitor.BeginAsync(HttpMethod.Post, path + "/done", null, seen is null ? [token] : [token, ("If-Match", seen)]);
    }

    private static async Task<JsonElement> ReadAsync(Visitor visitor, string path)
    {
        var response = await visitor.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answers {response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    private static async Task<IReadOnlyList<long>> IdsAsync(Visitor visitor, string path)
    {
        var ids = new List<long>();
        for (var next = path; next is not null;)
        {
            var page = await ReadAsync(visitor, next);
            ids.AddRange(page.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("id").GetInt64()));
            next = page.GetProperty("next").GetString();
        }

        return ids;
    }
}
