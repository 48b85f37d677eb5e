using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Series;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Series;

/// <summary>What becomes of a series: in which volumes its slices end, in what order, where, and what is said of it.</summary>
public sealed class SeriesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Slices_are_ordered_by_position_whatever_their_names_and_numbers_say()
    {
        // Heights 0, 3, 6, 9 in files d, a, c, b with instance numbers that run backwards.
        foreach (var (name, height, number) in new[] { ("d", 0, 4), ("a", 3, 3), ("c", 6, 2), ("b", 9, 1) })
            new DrawnSlice { Number = number, Position = new Vector3d(-10, 20, height) }.Write(_folder.Path, name);
        var volume = Only(Plan());
        Assert.Equal(new VolumeGeometry(4, 3, 4, new Vector3d(-10, 20, 0), new Vector3d(1.5, 0, 0), new Vector3d(0, 2, 0), new Vector3d(0, 0, 3)), volume.Geometry);
        Assert.Empty(volume.Warnings);
        var read = volume.Read();
        for (var k = 0; k < 4; k++) Assert.Equal(DrawnSlice.Stored(4 - k, 5), read.Whole![1, 1, k]);
        Assert.Equal(["1.2.3.4", "1.2.3.3", "1.2.3.2", "1.2.3.1"], volume.Slices.Select(slice => slice!.SopInstanceUid));
    }

    [Fact]
    public void Each_slice_has_its_own_slope_and_intercept()
    {
        for (var k = 0; k < 3; k++) new DrawnSlice { Number = 1, Position = new Vector3d(0, 0, k), Slope = k + 1, Intercept = -1000 * k }.Write(_folder.Path, $"{k}");
        var read = Only(Plan()).Read();
        for (var k = 0; k < 3; k++) Assert.Equal((DrawnSlice.Stored(1, 7) * (k + 1)) - (1000 * k), read.Whole![3, 1, k]);
    }

    [Fact]
    public void A_slope_with_decimals_or_a_value_beyond_16_bits_gives_real_numbers()
    {
        for (var k = 0; k < 2; k++) new DrawnSlice { Number = 1, Position = new Vector3d(0, 0, k), Slope = 0.5, Intercept = 0.25 }.Write(_folder.In("a"), $"{k}");
        var read = Only(Plan("a")).Read();
        Assert.Null(read.Whole);
        Assert.Equal((DrawnSlice.Stored(1, 11) * 0.5f) + 0.25f, read.Real![3, 2, 1]);

        // 40,000 is no signed number of 16 bits: 0x9C40, low byte first.
        byte[] bright = [.. Enumerable.Repeat<byte[]>([0x40, 0x9C], 12).SelectMany(cell => cell)];
        for (var k = 0; k < 2; k++) new DrawnSlice { Number = k, Position = new Vector3d(0, 0, k), Pixels = bright }.Write(_folder.In("b"), $"{k}");
        Assert.Equal(40000f, Only(Plan("b")).Read().Real![0, 0, 0]);
    }

    [Fact]
    public void A_tilted_gantry_gives_a_sheared_volume_and_a_warning()
    {
        // Each slice 5 mm higher and 1 mm further back: atan(1 / 5) = 11.3°.
        for (var k = 0; k < 5; k++) new DrawnSlice { Number = k, Position = new Vector3d(0, k, 5 * k) }.Write(_folder.Path, $"{k}");
        var volume = Only(Plan());
        Assert.Equal(new Vector3d(0, 1, 5), volume.Geometry.SliceStep);
        var warning = Assert.Single(volume.Warnings);
        Assert.Contains("tilted by 11.3°", warning.English, StringComparison.Ordinal);
        Assert.Contains("incliné de 11,3°", warning.French, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_slice_leaves_every_other_one_in_its_place_and_is_named()
    {
        foreach (var k in new[] { 0, 1, 2, 4, 5, 6 }) new DrawnSlice { Number = 10 * k, Position = new Vector3d(0, 0, 3 * k) }.Write(_folder.Path, $"{k}");
        var volume = Only(Plan());
        Assert.Equal(7, volume.Geometry.Slices);
        Assert.Null(volume.Slices[3]);
        Assert.Contains("1 slice(s) are missing, at 9 mm", Assert.Single(volume.Warnings).English, StringComparison.Ordinal);
        Assert.StartsWith("Il manque 1 coupe(s), à 9 mm", volume.Warnings[0].French, StringComparison.Ordinal);
        var read = volume.Read();
        Assert.Equal(DrawnSlice.Stored(60, 0), read.Whole![0, 0, 6]);
        Assert.Equal((DrawnSlice.Stored(20, 0) + DrawnSlice.Stored(40, 0)) / 2, read.Whole![0, 0, 3]);
    }

    [Fact]
    public void A_wide_gap_makes_two_volumes()
    {
        foreach (var k in new[] { 0, 1, 2, 20, 21, 22, 23 }) new DrawnSlice { Number = k, Position = new Vector3d(0, 0, 3 * k) }.Write(_folder.Path, $"{k}");
        var plan = Plan();
        Assert.Equal([4, 3], plan.Volumes.Select(volume => volume.Geometry.Slices));
        Assert.Equal([60.0, 0], plan.Volumes.Select(volume => volume.Geometry.Origin.Z));
        Assert.All(plan.Volumes, volume => Assert.Contains("gap of several slices", volume.Warnings[0].English, StringComparison.Ordinal));
    }

    [Fact]
    public void Uneven_spacing_is_refused_with_its_figures()
    {
        foreach (var (height, k) in new[] { 0, 3, 4.5, 8, 11, 13 }.Select((height, k) => (height, k))) new DrawnSlice { Number = k, Position = new Vector3d(0, 0, height) }.Write(_folder.Path, $"{k}");
        var plan = Plan();
        Assert.Empty(plan.Volumes);
        Assert.Contains("unevenly spaced, from 1.5 to 3.5 mm", Assert.Single(plan.Refusals).English, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_that_wander_off_a_straight_line_are_refused()
    {
        foreach (var (x, k) in new[] { 0, 0, 8, 0, 0 }.Select((x, k) => (x, k))) new DrawnSlice { Number = k, Position = new Vector3d(x, 0, 3 * k) }.Write(_folder.Path, $"{k}");
        Assert.Contains("off an even, straight stack", Assert.Single(Plan().Refusals).English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_a_slice_counts_once()
    {
        for (var k = 0; k < 3; k++) new DrawnSlice { Number = k, Position = new Vector3d(0, 0, k) }.Write(_folder.Path, $"{k}");
        new DrawnSlice { Number = 1, Position = new Vector3d(0, 0, 1), Syntax = DicomBytes.ImplicitLittle }.Write(_folder.In("copies"), "again");
        var volume = Only(Plan());
        Assert.Equal(3, volume.Geometry.Slices);
        Assert.Contains("1 slice(s) repeat", Assert.Single(volume.Warnings).English, StringComparison.Ordinal);
    }

    [Fact]
    public void Phases_that_a_tag_tells_apart_are_volumes_of_their_own()
    {
        for (var k = 0; k < 3; k++)
            for (var phase = 1; phase <= 2; phase++)
                new DrawnSlice { Number = (10 * phase) + k, Position = new Vector3d(0, 0, k), Phase = phase }.Write(_folder.Path, $"{phase}-{k}");
        var plan = Plan();
        Assert.Equal(2, plan.Volumes.Count);
        Assert.Equal([10, 20], plan.Volumes.Select(volume => (int)volume.Read().Whole![0, 0, 0]));
        Assert.Contains("TemporalPositionIdentifier 2", plan.Volumes[1].Warnings[0].English, StringComparison.Ordinal);
    }

    [Fact]
    public void Phases_that_nothing_tells_apart_are_refused_rather_than_mixed()
    {
        for (var k = 0; k < 3; k++)
            for (var phase = 1; phase <= 2; phase++)
                new DrawnSlice { Number = (10 * phase) + k, Position = new Vector3d(0, 0, k) }.Write(_folder.Path, $"{phase}-{k}");
        var plan = Plan();
        Assert.Empty(plan.Volumes);
        Assert.Contains("3 position(s) are repeated by slices with different pixels", Assert.Single(plan.Refusals).English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_localizer_among_the_slices_is_left_out_and_named()
    {
        for (var k = 0; k < 3; k++) new DrawnSlice { Number = k, Position = new Vector3d(0, 0, k) }.Write(_folder.Path, $"{k}");
        new DrawnSlice { Number = 9, ImageType = "ORIGINAL\\PRIMARY\\LOCALIZER", Orientation = [0, 1, 0, 0, 0, -1] }.Write(_folder.Path, "scout");
        var plan = Plan();
        Assert.Equal(3, Only(plan).Geometry.Slices);
        Assert.Contains("1 localizer(s)", Assert.Single(plan.Notes).English, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_of_another_size_or_orientation_are_a_volume_of_their_own()
    {
        for (var k = 0; k < 3; k++) new DrawnSlice { Number = k, Position = new Vector3d(0, 0, k) }.Write(_folder.Path, $"{k}");
        for (var k = 0; k < 2; k++) new DrawnSlice { Number = 10 + k, Position = new Vector3d(0, 0, k), Height = 5 }.Write(_folder.Path, $"tall{k}");
        for (var k = 0; k < 2; k++) new DrawnSlice { Number = 20 + k, Position = new Vector3d(k, 0, 0), Orientation = [0, 1, 0, 0, 0, -1] }.Write(_folder.Path, $"sagittal{k}");
        var plan = Plan();
        Assert.Equal(3, plan.Volumes.Count);
        Assert.All(plan.Volumes, volume => Assert.Contains("slices of 3 geometries", volume.Warnings[0].English, StringComparison.Ordinal));
        // A sagittal slice: rows run to the feet, so the normal is (0,1,0) × (0,0,−1) = (−1,0,0).
        Assert.Contains(plan.Volumes, volume => volume.Geometry.SliceStep == new Vector3d(-1, 0, 0) && volume.Geometry.Origin.X == 1);
    }

    [Fact]
    public void Monochrome1_keeps_its_values_and_says_how_it_is_shown()
    {
        for (var k = 0; k < 2; k++) new DrawnSlice { Number = 1, Position = new Vector3d(0, 0, k), Photometric = "MONOCHROME1" }.Write(_folder.Path, $"{k}");
        var volume = Only(Plan());
        Assert.Equal(DrawnSlice.Stored(1, 5), volume.Read().Whole![1, 1, 0]);
        Assert.Contains("MONOCHROME1", Assert.Single(volume.Warnings).English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RGB", 3)]
    [InlineData("PALETTE COLOR", 1)]
    public void Colour_is_refused(string photometric, int samples)
    {
        new DrawnSlice { Photometric = photometric, Samples = samples, BitsAllocated = 8, BitsStored = 8 }.Write(_folder.Path, "colour");
        using var found = DicomCollection.Open(_folder.Path);
        Assert.Empty(found.Series);
        Assert.Contains($"in colour ({photometric}", Assert.Single(found.LeftOut).Sentence, StringComparison.Ordinal);
    }

    private SeriesPlan Plan(string below = "")
    {
        using var found = DicomCollection.Open(_folder.In(below));
        Assert.Empty(found.LeftOut);
        return Assert.Single(found.Series).Plan();
    }

    private static PlannedVolume Only(SeriesPlan plan)
    {
        Assert.Empty(plan.Refusals);
        return Assert.Single(plan.Volumes);
    }
}
