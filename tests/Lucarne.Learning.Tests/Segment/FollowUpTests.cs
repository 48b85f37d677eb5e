using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Learning.Tests.Segment;

public sealed class FollowUpTests
{
    // Exponential growth: twice the volume in 60 days doubles in 60; eight times is three doublings, so 20; 1.5 times: 60 ln 2 / ln 1.5 = 102.57.
    [Theory]
    [InlineData(10, 20, 60, 60)]
    [InlineData(2, 16, 60, 20)]
    [InlineData(10, 15, 60, 102.571)]
    [InlineData(20, 10, 60, -60)]
    public void A_tumour_doubles_in_the_time_that_exponential_growth_gives(double before, double after, int days, double expected) =>
        Assert.Equal(expected, FollowUp.DoublingTime(before, after, days)!.Value, 1e-3);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    [InlineData(10, 10)]
    public void Without_growth_from_something_to_something_there_is_no_doubling_time(double before, double after) => Assert.Null(FollowUp.DoublingTime(before, after, 30));

    [Fact]
    public void The_table_has_changes_in_millilitres_and_percent_and_the_older_scan_first()
    {
        var followUp = FollowUp.Of(Scan(new(2026, 3, 31), 1.5, 600), Scan(new(2026, 1, 30), 1.0, 0));
        Assert.Equal((new DateOnly(2026, 1, 30), 60), (followUp.Before, followUp.Days));
        var tumour = followUp.Structures[0];
        Assert.Equal((0.5, 50.0), (tumour.ChangeMl, tumour.ChangePercent!.Value));
        Assert.Equal(102.571, tumour.DoublingTimeDays!.Value, 1e-3);
        Assert.Equal((600.0, (double?)null, (double?)null), (followUp.Structures[1].ChangeMl, followUp.Structures[1].ChangePercent, followUp.Structures[1].DoublingTimeDays));
    }

    [Fact]
    public void A_doctor_reads_it_in_french_and_in_english()
    {
        var followUp = FollowUp.Of(Scan(new(2026, 1, 30), 1234.5, 600), Scan(new(2026, 3, 31), 2469, 540));
        var french = FollowUpFiles.InFrench(followUp);
        Assert.Contains("temps de doublement 60 jours", french, StringComparison.Ordinal);
        Assert.Contains("1\u202f234,50", french, StringComparison.Ordinal);
        Assert.Contains("-10,0", french, StringComparison.Ordinal);
        Assert.Contains("sans usage clinique avant relecture", french, StringComparison.Ordinal);
        var english = FollowUpFiles.InEnglish(followUp);
        Assert.Contains("doubling time 60 days", english, StringComparison.Ordinal);
        Assert.Contains("1,234.50", english, StringComparison.Ordinal);
        Assert.Contains("not for clinical use without review", english, StringComparison.Ordinal);
    }

    [Fact]
    public void Scans_that_cannot_be_compared_are_refused_with_the_reason()
    {
        var scan = Scan(new(2026, 1, 30), 1, 1);
        Assert.Contains("one patient", Refusal(scan, scan with { PatientId = "P2", StudyDate = new(2026, 2, 1) }), StringComparison.Ordinal);
        Assert.Contains("two days", Refusal(scan, scan), StringComparison.Ordinal);
        Assert.Contains("two days", Refusal(scan, scan with { StudyDate = null }), StringComparison.Ordinal);
        Assert.Contains("one run", Refusal(scan, scan with { Model = "other", StudyDate = new(2026, 2, 1) }), StringComparison.Ordinal);
    }

    private static string Refusal(ScanVolumes a, ScanVolumes b) => Assert.Throws<PredictException>(() => FollowUp.Of(a, b)).Message;

    private static ScanVolumes Scan(DateOnly day, double tumourMl, double heartMl) => new()
    {
        Model = "thorax",
        ModelVersion = "0.1.0",
        PatientId = "P1",
        StudyDate = day,
        VoxelMl = 0.001,
        Structures =
        [
            new("gtv", 1, new LocalText("Gross tumour volume", "Volume tumoral"), (long)(tumourMl * 1000), tumourMl),
            new("heart", 2, new LocalText("Heart", "Cœur"), (long)(heartMl * 1000), heartMl),
        ],
    };
}
