using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests;

/// <summary>The volume that the viewer is given is the scan that was sent: every voxel, at its place in the patient.</summary>
[Collection("served clinic")]
public sealed class ServedVolumeTests(ServedClinic served) : IDisposable
{
    // nibabel reads what was served, pydicom what was sent. Patient coordinates are LPS in DICOM (PS3.3 C.7.6.2.1.1) and RAS in NIfTI.
    private const string Compare = """
        import glob, sys
        import nibabel, numpy, pydicom
        volume = nibabel.load(sys.argv[1])
        slices = sorted((pydicom.dcmread(name) for name in glob.glob(sys.argv[2] + "/*")), key=lambda one: float(one.ImagePositionPatient[2]))
        axes = numpy.array(slices[0].ImageOrientationPatient, float)
        first, last = (numpy.array(one.ImagePositionPatient, float) for one in (slices[0], slices[-1]))
        affine = numpy.eye(4)
        affine[:3, 0] = axes[:3] * float(slices[0].PixelSpacing[1])
        affine[:3, 1] = axes[3:] * float(slices[0].PixelSpacing[0])
        affine[:3, 2] = (last - first) / (len(slices) - 1)
        affine[:3, 3] = first
        affine[:2] *= -1
        values = numpy.stack([one.pixel_array.T * float(one.RescaleSlope) + float(one.RescaleIntercept) for one in slices], axis=2)
        print(numpy.abs(volume.affine - affine).max(), numpy.abs(volume.get_fdata() - values).max(), volume.get_data_dtype())
        """;

    private static readonly string Python = Environment.GetEnvironmentVariable("LUCARNE_PYTHON") ?? "/usr/bin/python3";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lucarne-volume-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public async Task Voxels_and_affine_are_those_that_pydicom_finds_in_the_slices()
    {
        Skip.IfNot(File.Exists(Python) && Run("import nibabel, pydicom") is not null, "Debian's Python lacks nibabel or pydicom");
        var (patient, _) = DrawnThorax.Draw(_folder.FullName, 31);
        var doctor = await served.SignedInAsync(Role.Doctor);
        Assert.Equal(HttpStatusCode.Found, (await doctor.DropAsync(DrawnThorax.Zip(patient), "scan.zip")).StatusCode);
        var job = await served.EndOfAsync((await served.Clinic.Jobs.ListAsync(kind: JobKind.Import, limit: 1))[0].Id);
        Assert.True(job.Status == JobStatus.Done, job.Failure);
        var image = Assert.Single(await served.Clinic.Studies.ImagesAsync(job.StudyId!.Value));
        var path = Path.Combine(_folder.FullName, "served.nii.gz");
        var response = await doctor.GetAsync($"/studies/{job.StudyId}/images/{image.Id}/volume");
        await File.WriteAllBytesAsync(path, await response.Content.ReadAsByteArrayAsync());
        var found = Run(Compare, path, Path.Combine(patient, "CT"))!.Split(' ');
        Assert.True(double.Parse(found[0], CultureInfo.InvariantCulture) < 1e-4, found[0]);
        Assert.Equal(0, double.Parse(found[1], CultureInfo.InvariantCulture));
        Assert.Equal("int16", found[2].Trim());
        Assert.Contains(await served.Clinic.Audit.ListAsync($"study/{job.StudyId}"), entry => entry is { Actor: "doctor", Action: "volume.opened" });
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.GetAsync($"/studies/999999/images/{image.Id}/volume")).StatusCode);
    }

    private static string? Run(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script, .. arguments]) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : null;
    }
}
