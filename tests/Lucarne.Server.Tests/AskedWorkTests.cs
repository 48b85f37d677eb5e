using System.Globalization;
using System.Net;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests;

/// <summary>What people ask of workers on pages: another heat map, a report written anew.</summary>
[Collection("served clinic")]
public sealed class AskedWorkTests(ServedClinic served)
{
    [Fact]
    public async Task A_doctor_asks_where_the_network_would_look_for_another_class()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var (study, finding) = await WithClassAsync(doctor);
        var path = $"/studies/{study}/findings/{finding.Id}/explanations";
        var other = finding.Probabilities.Keys.First(name => name != finding.PredictedClass);
        var response = await doctor.PostAsync(path, $"/studies/{study}", ("class", other), ("method", "Occlusion"));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var job = await served.EndOfAsync((await served.Clinic.Jobs.ListAsync(kind: JobKind.Explain, limit: 1))[0].Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var page = await doctor.PageAsync(response.Headers.Location!.OriginalString);
        Assert.Contains($"/studies/{study}/findings/{finding.Id}/heat_map:{other}:Occlusion", page, StringComparison.Ordinal);
        Assert.Equal("image/png", (await doctor.GetAsync($"/studies/{study}/findings/{finding.Id}/heat_map:{other}:Occlusion")).Content.Headers.ContentType!.MediaType);
        foreach (var (name, method) in new[] { ("liver", "Occlusion"), (other, "Horoscope") })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await doctor.PostAsync(path, $"/studies/{study}", ("class", name), ("method", method))).StatusCode);
    }

    [Fact]
    public async Task A_data_scientist_has_a_report_written_anew()
    {
        var scientist = await served.SignedInAsync(Role.DataScientist);
        var report = Path.Combine(served.Options.Home, "runs", "kidneys", "report.html");
        var before = File.GetLastWriteTimeUtc(report);
        Assert.Equal(HttpStatusCode.Found, (await scientist.PostAsync("/models/kidneys/report", "/models/kidneys")).StatusCode);
        var job = await served.EndOfAsync((await served.Clinic.Jobs.ListAsync(kind: JobKind.Report, limit: 1))[0].Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        Assert.True(File.GetLastWriteTimeUtc(report) > before);
    }

    /// <summary>A network that learned for seconds takes some pictures for foreign, and no class may be asked about in those.</summary>
    private async Task<(long Study, Finding Finding)> WithClassAsync(Visitor doctor)
    {
        foreach (var index in Enumerable.Range(5, 4))
        {
            foreach (var className in new[] { "cyst", "normal", "stone", "tumor" })
            {
                var response = await doctor.DropAsync(served.Slice(className, index), record: "R-700");
                var study = long.Parse(response.Headers.Location!.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture);
                if (await served.Clinic.Findings.OfStudyAsync(study) is [{ PredictedClass: not null, Probabilities.Count: > 1 } finding]) return (study, finding);
            }
        }

        throw new InvalidOperationException("the network named a class in none of sixteen pictures");
    }
}
