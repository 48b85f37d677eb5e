using System.Diagnostics;
using Lucarne.Learning.Prepare;

namespace Lucarne.Learning.Tests.Prepare;

public sealed class NibabelTests : IDisposable
{
    // Windowed in double precision, resampled by SciPy at the pixel centres, and normalised over the volume.
    private const string Script =
        """
        import sys, numpy, nibabel
        from scipy.ndimage import map_coordinates
        scan = nibabel.load(sys.argv[1] + "/data/s1/scan.nii.gz"); prepared = nibabel.load(sys.argv[1] + "/prepared/volumes/s1.nii")
        labels = numpy.asarray(nibabel.load(sys.argv[1] + "/prepared/labels/s1.nii").dataobj)
        values = (numpy.clip(scan.get_fdata(), -1000, 400) + 1000) / 1400
        at = [(numpy.arange(32) + 0.5) * n / 32 - 0.5 for n in scan.shape[:2]]
        expected = numpy.stack([map_coordinates(values[:, :, k], numpy.meshgrid(*at, indexing="ij"), order=1, mode="nearest") for k in range(scan.shape[2])], axis=2)
        expected = (expected - expected.mean()) / expected.std()
        got = prepared.get_fdata()
        assert prepared.shape == (32, 32, 6) and labels.shape == (32, 32, 6) and set(numpy.unique(labels)) == {0, 1, 2}
        assert abs(got.mean()) < 1e-5 and abs(got.std() - 1) < 1e-5, (got.mean(), got.std())
        assert numpy.abs(got - expected).max() < 1e-3, numpy.abs(got - expected).max()
        corners = [nibabel.affines.apply_affine(image.affine, [[-0.5, -0.5, 0], [image.shape[0] - 0.5, image.shape[1] - 0.5, 5]]) for image in (scan, prepared)]
        assert numpy.abs(corners[0] - corners[1]).max() < 1e-3, corners
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-nibabel-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void Prepared_slices_are_what_nibabel_and_SciPy_make_of_the_scan_and_lie_where_it_lies()
    {
        Skip.IfNot(File.Exists("/usr/bin/python3") && Ask("import nibabel, scipy").Length == 0, "python3-nibabel and python3-scipy are not installed");
        TinyCohort.Write(Path.Combine(_root, "data"), 3);
        PrepareRun.Execute(new() { Recipe = TinyCohort.Recipe(), Data = Path.Combine(_root, "data"), Out = Path.Combine(_root, "prepared") });
        Assert.Equal("", Ask(Script, _root));
    }

    /// <summary>What a script complains of; nothing where it is content.</summary>
    private static string Ask(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, .. arguments]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : errors;
    }
}
