using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Dicom.Writing;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Writing;

public sealed class WrittenValueTests
{
    [Fact]
    public void Any_number_fits_a_decimal_string_and_comes_back_nearly_the_same() => Prop.ForAll<NormalFloat>(wanted =>
    {
        var written = DecimalString.Of(wanted.Get);
        var read = double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
        return written.Length <= 16 && Math.Abs(read - wanted.Get) <= 1e-8 * Math.Abs(wanted.Get);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0.9765625, "0.9765625")]
    [InlineData(-250.112, "-250.112")]
    [InlineData(1.0 / 3, "0.33333333333333")]
    public void Decimal_strings_are_plain_where_they_can_be(double number, string written) => Assert.Equal(written, DecimalString.Of(number));

    [Fact]
    public void Uids_are_under_2_25_and_short_enough_and_words_are_kept_apart()
    {
        string[] uids = [DicomUid.From("a", "bc"), DicomUid.From("ab", "c"), DicomUid.From("abc"), DicomUid.From("a", "bc")];
        Assert.All(uids, uid => Assert.Matches(@"^2\.25\.[1-9][0-9]{1,38}$", uid));
        Assert.Equal(3, uids.Distinct().Count());
        Assert.Equal(uids[0], uids[3]);
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused()
    {
        var error = Assert.Throws<DicomException>(() => new ElementSet().Text(Attributes.StructureSetLabel, "seventeen letters"));
        Assert.Contains("17 characters where (3006,0002) may have 16", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Rings, discs beside them and an island within a hole: the joined contours cover what the separate ones did by XOR.</summary>
    [Fact]
    public void Keyholes_change_no_voxel() => Prop.ForAll(Gen.Choose(0, 1000).Three().ToArbitrary(), random =>
    {
        double x = (random.Item1 / 100.0) - 31, hole = 6 + (random.Item2 / 250.0), island = 1.5 + (random.Item3 / 500.0);
        PlanarContour[] contours =
        [
            WrittenScan.Circle(x + 1, -16, hole, 18.5), WrittenScan.Circle(x, -17, 15, 18.5), WrittenScan.Circle(x + 2, -15, island, 18.5), WrittenScan.Circle(x + 19, -17, 3, 18.5),
        ];
        var joined = Keyholes.Join(contours, new Vector3d(1, 0, 0), new Vector3d(0, 1, 0));
        return joined.Count == 3
            && ContourRasteriser.Rasterise(WrittenScan.Geometry, contours).Mask.Voxels.SequenceEqual(ContourRasteriser.Rasterise(WrittenScan.Geometry, joined).Mask.Voxels);
    }).QuickCheckThrowOnFailure();
}
