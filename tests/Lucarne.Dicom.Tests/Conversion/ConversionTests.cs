using System.Text.Json;
using Lucarne.Dicom.Conversion;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Conversion;

/// <summary>What <c>convert</c> writes, under which names.</summary>
public sealed class ConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_series_is_a_volume_and_a_sidecar_under_names_that_do_not_collide()
    {
        foreach (var series in new[] { "1.2.3", "1.2.4" })
            for (var k = 0; k < 2; k++) new DrawnSlice { SeriesUid = series, Number = k, Position = new Vector3d(-30, 40, 2 * k), Description = "Thorax à jeun / 3mm" }.Write(_folder.In("in"), $"{series}-{k}");
        var result = SeriesConversion.Run(_folder.In("in"), _folder.In("out"));
        Assert.Equal(["P-01-x_Thorax-a-jeun-3mm_7.nii.gz", "P-01-x_Thorax-a-jeun-3mm_7_2.nii.gz"], result.Written.Select(volume => Path.GetFileName(volume.Path)));
        Assert.Equal(["P-01-x_Thorax-a-jeun-3mm_7.json", "P-01-x_Thorax-a-jeun-3mm_7.nii.gz", "P-01-x_Thorax-a-jeun-3mm_7_2.json", "P-01-x_Thorax-a-jeun-3mm_7_2.nii.gz"], Directory.GetFiles(_folder.In("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var volume = NiftiFile.ReadFloat(result.Written[0].Path);
        Assert.True(volume.Geometry.IsSameGrid(result.Written[0].Plan.Geometry));
        Assert.Equal(DrawnSlice.Stored(1, 6), volume[2, 1, 1]);
    }

    [Fact]
    public void The_sidecar_says_what_the_volume_is_and_not_whose()
    {
        for (var k = 0; k < 2; k++) new DrawnSlice { Number = k, Position = new Vector3d(-30, 40, 2 * k), Photometric = "MONOCHROME1" }.Write(_folder.In("in"), $"{k}");
        SeriesConversion.Run(_folder.In("in"), _folder.In("out"));
        var text = File.ReadAllText(_folder.In("out", "P-01-x_Thorax_7.json"));
        Assert.DoesNotContain("Dupont", text, StringComparison.Ordinal);
        Assert.DoesNotContain("P 01/x", text, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        Assert.Equal("HU", root.GetProperty("unit").GetString());
        Assert.Equal("int16", root.GetProperty("voxel_type").GetString());
        Assert.Equal(2, root.GetProperty("source_files").GetInt32());
        Assert.Contains("MONOCHROME1", root.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        // LPS (−30, 40, 0) is RAS (30, −40, 0); columns of 1.5 mm run to the left, rows of 2 mm to the back, slices of 2 mm to the head.
        double[][] expected = [[-1.5, 0, 0, 30], [0, -2, 0, -40], [0, 0, 2, 0], [0, 0, 0, 1]];
        Assert.Equal(expected, root.GetProperty("affine_ras").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray()));
    }

    [Fact]
    public void One_refused_series_does_not_keep_the_others_back()
    {
        for (var k = 0; k < 3; k++) new DrawnSlice { SeriesUid = "1.2.3", Number = k, Position = new Vector3d(0, 0, k) }.Write(_folder.In("in"), $"good{k}");
        foreach (var height in new[] { 0, 3, 4.5, 8 }) new DrawnSlice { SeriesUid = "1.2.4", Number = 1, Position = new Vector3d(0, 0, height) }.Write(_folder.In("in"), $"uneven{height}");
        var result = SeriesConversion.Run(_folder.In("in"), _folder.In("out"));
        Assert.Single(result.Written);
        Assert.Contains("unevenly spaced", Assert.Single(result.Refusals), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lung_R", "Lung-R")]
    [InlineData("../../etc", "etc")]
    [InlineData("Cérébral", "Cerebral")]
    [InlineData("...", "")]
    public void Parts_of_names_are_safe(string text, string expected) => Assert.Equal(expected, FileNames.Part(text));

    [Theory]
    [InlineData("Lung L", "Lung L")]
    [InlineData("1,SUV_primair", "1,SUV_primair")]
    [InlineData("GTV/CTV", "GTV_CTV")]
    [InlineData("..", "")]
    public void Names_of_structures_stay_as_they_are_where_a_path_can_hold_them(string text, string expected) => Assert.Equal(expected, FileNames.Whole(text));
}
