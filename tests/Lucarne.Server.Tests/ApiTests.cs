using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Users;
using Lucarne.Server.Api;

namespace Lucarne.Server.Tests;

/// <summary>What programs rely on: a request sent twice is done once, and nobody writes over what they have not seen.</summary>
[Collection("served clinic")]
public sealed class ApiTests(ServedClinic served)
{
    [Fact]
    public async Task A_request_that_is_sent_again_under_its_key_is_done_once_and_answered_the_same()
    {
        var program = await KeyedAsync("write", "read");
        var first = await SendAsync(program, "key-1", "A-1");
        Assert.True(first.StatusCode == HttpStatusCode.Created, await first.Content.ReadAsStringAsync());
        var again = await SendAsync(program, "key-1", "A-1");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        using (var one = JsonDocument.Parse(await first.Content.ReadAsStringAsync()))
        using (var two = JsonDocument.Parse(await again.Content.ReadAsStringAsync()))
            Assert.Equal(one.RootElement.GetProperty("id").GetInt64(), two.RootElement.GetProperty("id").GetInt64());
        Assert.Single(await served.Clinic.Studies.OfPatientAsync((await served.Clinic.Patients.FindAsync("A-1"))!.Id));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(program, "key-1", "A-2")).StatusCode);
        Assert.Null(await served.Clinic.Patients.FindAsync("A-2"));
        // The keys of different senders have nothing to do with each other.
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(await KeyedAsync("write", "read"), "key-1", "A-3")).StatusCode);
    }

    [Fact]
    public async Task A_request_that_was_refused_may_be_sent_again_under_its_key()
    {
        var program = await KeyedAsync("write");
        var content = Visitor.Multipart("no picture, only words"u8.ToArray());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await program.BeginAsync(HttpMethod.Post, "/api/v1/studies", content, (IdempotentRequest.Header, "key-2"))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(program, "key-2", "A-4")).StatusCode);
    }

    [Fact]
    public async Task A_decision_names_the_version_that_was_seen_and_is_refused_where_it_has_moved_on()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var response = await doctor.DropAsync(served.Slice("stone", 6), record: "A-5");
        var path = $"/api/v1{response.Headers.Location!.OriginalString}";
        var seen = (await doctor.GetAsync(path)).Headers.ETag!.Tag;
        var token = await doctor.FormTokenAsync("/worklist");
        Assert.Equal((HttpStatusCode)428, (await DecideAsync(doctor, path, token, null, new { kind = "Signs" })).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await DecideAsync(doctor, path, token, "\"x\"", new { kind = "Signs" })).StatusCode);
        var study = (await served.Clinic.Studies.OfPatientAsync((await served.Clinic.Patients.FindAsync("A-5"))!.Id))[0];
        var finding = Assert.Single(await served.Clinic.Findings.OfStudyAsync(study.Id));
        var corrected = await DecideAsync(doctor, path, token, seen, new { kind = "Corrects", finding_id = finding.Id, corrected_class = "tumor", comment = "at the upper pole" });
        Assert.Equal(HttpStatusCode.Created, corrected.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await DecideAsync(doctor, path, token, seen, new { kind = "Signs" })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await DecideAsync(doctor, path, token, corrected.Headers.ETag!.Tag, new { kind = "Signs" })).StatusCode);
        Assert.Equal(StudyStatus.Signed, (await served.Clinic.Studies.GetAsync(study.Id)).Status);
        Assert.Equal(HttpStatusCode.NotModified, (await doctor.BeginAsync(HttpMethod.Get, path, null, ("If-None-Match", (await doctor.GetAsync(path)).Headers.ETag!.Tag))).StatusCode);
    }

    [Fact]
    public async Task A_comment_and_a_signature_on_one_form_are_written_together()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var page = (await doctor.DropAsync(served.Slice("normal", 6), record: "A-6")).Headers.Location!.OriginalString;
        var study = (await served.Clinic.Studies.OfPatientAsync((await served.Clinic.Patients.FindAsync("A-6"))!.Id))[0];
        var answer = await doctor.PostAsync($"{page}/decisions", page, ("kind", "comments"), ("comment", "seen with the surgeon"), ("version", $"{study.Version}"), ("then", "sign"));
        Assert.True(answer.StatusCode == HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        Assert.Equal(2, (await served.Clinic.Decisions.OfStudyAsync(study.Id)).Count);
        // A second form on the version that was seen before writes nothing of itself, not even its first half.
        var late = await doctor.PostAsync($"{page}/decisions", page, ("kind", "corrects"), ("right", "cyst"), ("version", $"{study.Version}"), ("then", "sign"));
        Assert.Contains(late.StatusCode, new[] { HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity });
        Assert.Equal(2, (await served.Clinic.Decisions.OfStudyAsync(study.Id)).Count);
    }

    private static Task<HttpResponseMessage> DecideAsync(Visitor doctor, string path, string token, string? seen, object decision) =>
        doctor.BeginAsync(HttpMethod.Post, $"{path}/decisions", JsonContent.Create(decision), seen is null ? [("RequestVerificationToken", token)] : [("RequestVerificationToken", token), ("If-Match", seen)]);

    private Task<HttpResponseMessage> SendAsync(Visitor program, string key, string record)
    {
        var form = Visitor.Multipart(served.Slice("cyst", 7));
        form.Add(new StringContent(record), "record");
        return program.BeginAsync(HttpMethod.Post, "/api/v1/studies", form, (IdempotentRequest.Header, key));
    }

    private async Task<Visitor> KeyedAsync(params string[] scopes)
    {
        var visitor = served.Nobody();
        visitor.Key = (await served.Clinic.ApiKeys.AddAsync("test", scopes, null, "test")).Secret;
        return visitor;
    }
}
