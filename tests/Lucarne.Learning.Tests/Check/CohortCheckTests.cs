using Lucarne.Learning.Check;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Tests.Prepare;

namespace Lucarne.Learning.Tests.Check;

public sealed class CohortCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lucarne-cohort-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_scan_is_named_with_its_grid_what_is_contoured_and_what_is_missing()
    {
        TinyCohort.Write(_folder.FullName, 3);
        File.WriteAllText(Path.Combine(_folder.FullName, "s2", "labels.nii.gz"), "cut short");
        var check = CohortCheck.Run(_folder.FullName, TinyCohort.Recipe());
        Assert.Equal(["s1", "s2", "s3"], check.Scans.Select(scan => scan.Id));

        var whole = check.Scans[0];
        Assert.Equal([48, 40, TinyCohort.Slices], whole.Voxels!);
        Assert.Equal([4.0, 4.0, 5.0], whole.SpacingMm!);
        Assert.Equal(["bone", "lung"], whole.VolumeMl.Keys.Order());
        Assert.All(whole.VolumeMl.Values, volume => Assert.True(volume > 0));
        Assert.Empty(whole.Missing);
        Assert.NotNull(check.Scans[1].Fault);

        var summary = check.Summary();
        Assert.StartsWith("3 scan(s) of 3 patient(s) for the recipe tiny, 2 of them usable\n", summary, StringComparison.Ordinal);
        Assert.Contains("left out     s2: ", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_scans_is_refused() => Assert.Throws<PrepareException>(() => CohortCheck.Run(_folder.FullName, TinyCohort.Recipe()));
}
