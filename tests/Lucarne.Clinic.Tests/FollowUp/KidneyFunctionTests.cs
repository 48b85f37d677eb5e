using FsCheck;
using FsCheck.Fluent;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Patients;

namespace Lucarne.Clinic.Tests.FollowUp;

/// <summary>The bedside Schwartz formula and the stages.</summary>
public sealed class KidneyFunctionTests
{
    // 0.413 × 120 ÷ 0.5 = 99.12; 0.413 × 100 ÷ 2 = 20.65; 0.413 × 150 ÷ 1.2 = 51.625.
    [Theory]
    [InlineData(0.5, 120, 99.12, KidneyStage.G1)]
    [InlineData(2.0, 100, 20.65, KidneyStage.G4)]
    [InlineData(1.2, 150, 51.625, KidneyStage.G3a)]
    public void A_childs_filtration_is_413_thousandths_of_height_over_creatinine(double creatinine, double height, double expected, KidneyStage stage)
    {
        Assert.Equal(expected, KidneyFunction.Egfr(creatinine, height), 10);
        Assert.Equal(stage, KidneyFunction.Stage(KidneyFunction.Egfr(creatinine, height)));
    }

    [Theory]
    [InlineData(90, KidneyStage.G1)]
    [InlineData(89.9, KidneyStage.G2)]
    [InlineData(60, KidneyStage.G2)]
    [InlineData(59.9, KidneyStage.G3a)]
    [InlineData(45, KidneyStage.G3a)]
    [InlineData(44.9, KidneyStage.G3b)]
    [InlineData(30, KidneyStage.G3b)]
    [InlineData(29.9, KidneyStage.G4)]
    [InlineData(15, KidneyStage.G4)]
    [InlineData(14.9, KidneyStage.G5)]
    public void Stages_begin_where_KDIGO_has_them(double egfr, KidneyStage stage) => Assert.Equal(stage, KidneyFunction.Stage(egfr));

    [Fact]
    public void Creatinine_in_micromoles_is_88_point_4_to_the_milligram() => Assert.Equal(1, 88.4 * KidneyFunction.MgDlPerMicromolPerLitre, 3);

    [Fact]
    public void More_creatinine_never_means_more_filtration() => Prop.ForAll(
        Gen.Choose(5, 4000).Zip(Gen.Choose(5, 4000)).ToArbitrary(),
        pair => KidneyFunction.Egfr(Math.Min(pair.Item1, pair.Item2) / 100.0, 120) >= KidneyFunction.Egfr(Math.Max(pair.Item1, pair.Item2) / 100.0, 120)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 120)]
    [InlineData(-1, 120)]
    [InlineData(44.2, 120)]
    [InlineData(double.NaN, 120)]
    [InlineData(1, 1.2)]
    public void What_cannot_be_right_is_refused(double creatinine, double height) => Assert.Throws<ClinicException>(() => KidneyFunction.Egfr(creatinine, height));

    [Fact]
    public void A_course_takes_the_last_height_before_and_states_no_stage_for_an_infant()
    {
        var patient = new Patient { BirthDate = new DateOnly(2024, 1, 1), HeightCm = 50 };
        Measurement[] measured =
        [
            new() { Id = 1, MeasuredOn = new DateOnly(2024, 7, 1), CreatinineMgDl = 0.4 },
            new() { Id = 2, MeasuredOn = new DateOnly(2026, 1, 10), HeightCm = 86 },
            new() { Id = 3, MeasuredOn = new DateOnly(2026, 3, 1), CreatinineMgDl = 0.5 },
            new() { Id = 4, MeasuredOn = new DateOnly(2026, 5, 1), HeightCm = 88 },
        ];
        var course = KidneyPoint.Course(patient, measured);
        Assert.Equal(2, course.Count);
        Assert.Equal((50d, null, null, false), (course[0].HeightCm, course[0].HeightOn, course[0].Stage, course[0].IsForAge));
        Assert.Equal((86d, new DateOnly(2026, 1, 10), (KidneyStage?)KidneyStage.G2, true), (course[1].HeightCm, course[1].HeightOn, course[1].Stage, course[1].IsForAge));
        // 0.413 × 86 ÷ 0.5 = 71.036.
        Assert.Equal(71.036, course[1].Egfr, 10);
    }

    [Fact]
    public void Age_counts_from_birth_or_from_the_age_that_was_entered()
    {
        var entered = new Patient { AgeYears = 7, CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal(8, entered.AgeYearsOn(new DateOnly(2027, 1, 1))!.Value, 2);
        Assert.Equal(10, new Patient { BirthDate = new DateOnly(2016, 3, 1) }.AgeYearsOn(new DateOnly(2026, 3, 1))!.Value, 2);
        Assert.Null(new Patient().AgeYearsOn(new DateOnly(2026, 3, 1)));
    }
}
