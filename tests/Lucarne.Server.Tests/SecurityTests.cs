using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Users;
using Lucarne.Server.Tests.Faults;

namespace Lucarne.Server.Tests;

/// <summary>What an attacker tries: another site's forms, cookies of another server, keys beyond their scope, others' objects, markup in files.</summary>
[Collection("served clinic")]
public sealed class SecurityTests(ServedClinic served)
{
    [Fact]
    public async Task Another_site_cannot_make_a_doctors_browser_send_or_sign_anything()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = (await doctor.DropAsync(served.Slice("cyst", 9), record: "X-1")).Headers.Location!.OriginalString;
        Assert.Equal(HttpStatusCode.BadRequest, (await doctor.SendAsync(HttpMethod.Post, "/api/v1/studies", Visitor.Multipart(served.Slice()))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await doctor.PostBareAsync($"{id}/decisions", ("kind", ""), ("version", "1"), ("then", "sign"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await doctor.BeginAsync(HttpMethod.Post, $"/api/v1{id}/decisions", JsonContent.Create(new { kind = "Signs" }), ("If-Match", "\"1-0\""))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await doctor.BeginAsync(HttpMethod.Post, "/api/v1/uploads", null, ("Upload-Length", "10"))).StatusCode);
        // A form of another site may have any of the three types that browsers send without asking first; none helps.
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
        {
            var body = new ByteArrayContent("then=sign&version=1"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
            Assert.Equal(HttpStatusCode.BadRequest, (await doctor.SendAsync(HttpMethod.Post, $"{id}/decisions", body)).StatusCode);
        }

        // A token is bound to who it was given to.
        var token = await (await served.SignedInAsync(Role.Administrator)).FormTokenAsync("/admin");
        Assert.Equal(HttpStatusCode.BadRequest, (await doctor.PostBareAsync($"{id}/decisions", ("kind", ""), ("version", "1"), ("then", "sign"), ("__RequestVerificationToken", token))).StatusCode);
        Assert.Empty(await served.Clinic.Decisions.OfStudyAsync(long.Parse(id.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_cookie_of_another_server_opens_nothing_here_though_name_and_form_are_right()
    {
        await using var other = await BareServer.StartAsync(options => options);
        var there = other.Nobody();
        await there.SignInAsync("doctor", ServedClinic.Password);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/worklist")).StatusCode);
        var here = served.Nobody();
        here.SetCookie("lucarne-session", there.Cookie("lucarne-session"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await here.GetAsync("/worklist")).StatusCode);
    }

    [Theory]
    [InlineData("predict", "POST /predict")]
    [InlineData("read", "GET /api/v1/studies,GET /api/v1/models,GET /api/v1/jobs")]
    [InlineData("write", "POST /api/v1/studies,POST /api/v1/uploads")]
    public async Task A_key_does_what_its_scope_says_and_nothing_else(string scope, string may)
    {
        var program = served.Nobody().WithKey((await served.Clinic.ApiKeys.AddAsync("test", [scope], null, "test")).Secret);
        foreach (var ask in new[] { "POST /predict", "GET /api/v1/studies", "GET /api/v1/models", "GET /api/v1/jobs", "POST /api/v1/studies", "POST /api/v1/uploads", "POST /api/v1/studies/1/decisions", "GET /admin", "POST /admin/users", "POST /admin/keys", "GET /metrics", "POST /models/kidneys/default" })
        {
            var (method, path) = (ask.Split(' ')[0], ask.Split(' ')[1]);
            using var response = await program.SendAsync(new HttpMethod(method), path, method == "GET" ? null : path.EndsWith("decisions", StringComparison.Ordinal) ? JsonContent.Create(new { kind = "Signs" }) : new MultipartFormDataContent { { new StringContent("1"), "field" } });
            Assert.True(may.Split(',').Contains(ask) != (response.StatusCode == HttpStatusCode.Forbidden), $"{ask} with the scope {scope} answers {response.StatusCode}");
        }
    }

    [Fact]
    public async Task A_key_that_was_taken_back_or_is_over_opens_nothing()
    {
        var revoked = await served.Clinic.ApiKeys.AddAsync("test", ["read"], null, "test");
        var over = await served.Clinic.ApiKeys.AddAsync("test", ["read"], TimeProvider.System.GetUtcNow().AddSeconds(-1), "test");
        Assert.Equal(HttpStatusCode.OK, (await served.Nobody().WithKey(revoked.Secret).GetAsync("/api/v1/studies")).StatusCode);
        await served.Clinic.ApiKeys.RevokeAsync(revoked.Key.Id, "test");
        foreach (var secret in new[] { revoked.Secret, over.Secret, "luc_" + new string('0', 64), "" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await served.Nobody().WithKey(secret).GetAsync("/api/v1/studies")).StatusCode);
    }

    [Fact]
    public async Task A_stream_of_a_key_that_is_taken_back_says_nothing_any_more()
    {
        var key = await served.Clinic.ApiKeys.AddAsync("test", ["read"], null, "test");
        var ready = new TaskCompletionSource();
        var heard = served.Nobody().WithKey(key.Secret).HearAsync("/api/v1/events", events =>
        {
            ready.TrySetResult();
            return false;
        });
        await Task.WhenAny(ready.Task, heard);
        await served.Clinic.ApiKeys.RevokeAsync(key.Key.Id, "test");
        var patient = await served.Clinic.Patients.AddAsync(new Clinic.Patients.PatientEntry { RecordNumber = "S-key" }, "test");
        Assert.DoesNotContain(await heard, item => item.Data.Contains($"patient/{patient.Id}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_in_an_address_leads_to_nobody_elses_task_or_picture()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var (one, other) = (await served.Clinic.Patients.AddAsync(new PatientEntry { RecordNumber = "X-2" }, "test"), await served.Clinic.Patients.AddAsync(new PatientEntry { RecordNumber = "X-3" }, "test"));
        var task = await served.Clinic.FollowUps.AddAsync(new FollowUpEntry { PatientId = other.Id, Text = "ultrasound", DueOn = new DateOnly(2030, 1, 1) }, "test");
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.PostAsync($"/patients/{one.Id}/tasks/{task.Id}", $"/patients/{one.Id}", ("version", "1"))).StatusCode);
        Assert.Equal(FollowUpStatus.Open, (await served.Clinic.FollowUps.GetAsync(task.Id)).Status);
        // Whoever keeps models reads no patients, however the address is written.
        var scientist = await served.SignedInAsync(Role.DataScientist);
        foreach (var path in new[] { $"/patients/{one.Id}", $"/api/v1/patients/{one.Id}/studies", "/API/V1/studies/1", "/studies/1/", "//studies/1", "/studies/1/images/1", "/api/v1/jobs/1", "/api/v1/events" })
        {
            using var response = await scientist.BeginAsync(HttpMethod.Get, path);
            Assert.Contains(response.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound });
        }
    }

    [Fact]
    public async Task Markup_in_a_DICOM_file_is_shown_as_text()
    {
        // Another study than the broken slices name, which belongs to another patient.
        var slice = HostileFiles.Slice(seed: 99);
        // Of the same length as what stands there, so that the file stays sound.
        var at = slice.AsSpan().IndexOf("PHANTOM-001"u8);
        Assert.True(at > 0);
        for (; at >= 0; at = slice.AsSpan().IndexOf("PHANTOM-001"u8)) "<img src=x>"u8.CopyTo(slice.AsSpan(at));
        var sender = served.Nobody().WithKey((await served.Clinic.ApiKeys.AddAsync("test", ["write"], null, "test")).Secret);
        using var sent = await sender.SendAsync(HttpMethod.Post, "/api/v1/studies", Visitor.Multipart(slice, "slice.dcm"));
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var id = long.Parse(sent.Headers.Location!.OriginalString.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        Job job;
        while (!(job = await served.Clinic.Jobs.GetAsync(id, limit.Token)).IsOver) await Task.Delay(100, limit.Token);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var study = await served.Clinic.Studies.GetAsync(job.StudyId!.Value);
        var doctor = await served.SignedInAsync(Role.Doctor);
        foreach (var path in new[] { "/worklist", $"/studies/{study.Id}", $"/patients/{study.PatientId}", "/patients", "/jobs" })
            Assert.DoesNotContain("<img src=x", await (await doctor.GetAsync(path)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x", await (await doctor.GetAsync($"/patients/{study.PatientId}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_name_stays_locked_for_the_right_password_and_says_no_more_than_for_a_wrong_one()
    {
        await served.Clinic.Users.AddAsync(new UserEntry { SignInName = "frieda", DisplayName = "frieda", Role = Role.Reader, PasswordHash = new Security.Passwords(served.Clinic, TimeProvider.System).Hash(ServedClinic.Password) }, "test");
        var answers = new List<string>();
        for (var i = 0; i < Security.Passwords.MostFailures + 2; i++)
        {
            using var answer = await served.Nobody().PostAsync("/sign-in", "/sign-in", ("name", "frieda"), ("password", i > Security.Passwords.MostFailures ? ServedClinic.Password : $"guess number {i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            answers.Add(System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), "value=\"[^\"]{40,}\"", ""));
        }

        Assert.Single(answers.Distinct());
        Assert.Contains(await served.Clinic.Audit.ListAsync(limit: 50), entry => entry.Action == "user.locked");
    }
}
