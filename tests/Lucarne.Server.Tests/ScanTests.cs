using System.Net;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Users;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Server.Tests;

/// <summary>Scans go to a worker process.</summary>
[Collection("served clinic")]
public sealed class ScanTests(ServedClinic served)
{
    [Fact]
    public async Task A_dropped_volume_is_taken_in_by_a_worker_and_shown_as_a_study()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var response = await doctor.DropAsync(Nifti(), "scan.nii.gz", "S-1");
        Assert.Equal("/jobs", response.Headers.Location?.OriginalString);
        var job = await served.EndOfAsync((await served.Clinic.Jobs.ListAsync(kind: JobKind.Import, limit: 1))[0].Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var image = Assert.Single(await served.Clinic.Studies.ImagesAsync(job.StudyId!.Value));
        Assert.Equal((ImageKind.Nifti, 8, 6, 4), (image.Kind, image.Width, image.Height, image.Slices));
        Assert.Contains($"/studies/{job.StudyId}/images/{image.Id}", await doctor.PageAsync($"/studies/{job.StudyId}"), StringComparison.Ordinal);
        Assert.Contains("Take in a scan", await doctor.PageAsync("/jobs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_archive_is_refused_by_the_worker_in_a_sentence()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        Assert.Equal(HttpStatusCode.Found, (await doctor.DropAsync([.. "PK\u0003\u0004"u8, .. new byte[400]], "scan.zip", "S-2")).StatusCode);
        var job = await served.EndOfAsync((await served.Clinic.Jobs.ListAsync(kind: JobKind.Import, limit: 1))[0].Id);
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.NotEmpty(job.Failure!);
        Assert.DoesNotContain("   at ", job.Failure!, StringComparison.Ordinal);
    }

    /// <summary>8 columns, 6 rows, 4 slices.</summary>
    private static byte[] Nifti()
    {
        var path = Path.Combine(Path.GetTempPath(), $"lucarne-{Guid.NewGuid():N}.nii.gz");
        try
        {
            NiftiFile.Write(path, new Volume<float>(new VolumeGeometry(8, 6, 4, Vector3d.Zero, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)), [.. Enumerable.Range(0, 8 * 6 * 4).Select(i => (float)i)]));
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
