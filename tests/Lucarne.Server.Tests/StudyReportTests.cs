using System.Globalization;
using System.Net;
using System.Text;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests;

/// <summary>A study on paper.</summary>
[Collection("served clinic")]
public sealed class StudyReportTests(ServedClinic served)
{
    [Fact]
    public async Task The_report_says_whose_study_it_is_what_was_answered_how_sure_and_who_signed()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await StudyAsync(doctor, "P-100");
        var draft = await doctor.PageAsync($"/studies/{id}/report");
        Assert.Contains("no doctor has signed", draft, StringComparison.Ordinal);
        var finding = Assert.Single(await served.Clinic.Findings.OfStudyAsync(id));
        Assert.Equal(HttpStatusCode.Found, (await doctor.PostAsync($"/studies/{id}/decisions", $"/studies/{id}",
            ("kind", "corrects"), ("right", "cyst"), ("comment", "of 9 mm"), ("finding", $"{finding.Id}"), ("version", $"{(await served.Clinic.Studies.GetAsync(id)).Version}"), ("then", "sign"))).StatusCode);
        var page = await doctor.PageAsync($"/studies/{id}/report");
        foreach (var expected in new[] { "P-100", "never a diagnosis", finding.ModelVersion, "Distance to the training pictures", "Recommended", "of 9 mm", "Signed by doctor", $"/studies/{id}/images/" })
            Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.DoesNotContain("no doctor has signed", page, StringComparison.Ordinal);
        Assert.Contains(await served.Clinic.Audit.ListAsync($"study/{id}"), entry => entry is { Actor: "doctor", Action: "study.opened", Detail: "report" });
    }

    [SkippableFact]
    public async Task The_printed_report_is_a_PDF_in_the_readers_language_and_nothing_of_it_stays_behind()
    {
        Skip.IfNot((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "chromium"))), "chromium is not installed");
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await StudyAsync(doctor, "P-printed-200");
        var response = await doctor.GetAsync($"/studies/{id}/report.pdf");
        var pdf = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(pdf));
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"study-{id}.pdf", response.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("%PDF-", Encoding.ASCII.GetString(pdf, 0, 5));
        // The picture and its copy under the heat map are in it: with them a page of text alone becomes several times as large.
        Assert.Contains("/Image", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.Contains(await served.Clinic.Audit.ListAsync($"study/{id}"), entry => entry is { Actor: "doctor", Action: "study.printed" });
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), "lucarne-study-*"))
            Assert.False(Path.Combine(folder, "study.html") is var left && File.Exists(left) && (await File.ReadAllTextAsync(left)).Contains("P-printed-200", StringComparison.Ordinal), $"{folder} was left behind");
    }

    [Fact]
    public async Task What_a_doctor_does_instead_of_the_advice_becomes_a_task_of_the_day_that_was_named()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var id = await StudyAsync(doctor, "P-300");
        var advice = (await served.Clinic.Findings.RecommendationsAsync(id))[0];
        var path = $"/studies/{id}/recommendations/{advice.Id}";
        var wrong = await doctor.PostAsync(path, $"/studies/{id}", ("status", "Changed"), ("text", "MRI first"), ("due", "1999-01-01"), ("version", $"{advice.Version}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await doctor.PostAsync(path, $"/studies/{id}", ("status", "Changed"), ("text", "MRI first"), ("due", "2999-12-31"), ("version", $"{advice.Version}"))).StatusCode);
        var task = Assert.Single(await served.Clinic.FollowUps.OfPatientAsync((await served.Clinic.Studies.GetAsync(id)).PatientId));
        Assert.Equal(("MRI first", new DateOnly(2999, 12, 31), advice.Id), (task.Text, task.DueOn, task.RecommendationId));
        Assert.Contains("MRI first", await doctor.PageAsync($"/studies/{id}/report"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_report_of_a_study_that_is_not_there()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.GetAsync("/studies/999999/report")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.GetAsync("/studies/999999/report.pdf")).StatusCode);
    }

    private async Task<long> StudyAsync(Visitor doctor, string record)
    {
        var response = await doctor.DropAsync(served.Slice("tumor", 5), record: record);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return long.Parse(response.Headers.Location!.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture);
    }
}
