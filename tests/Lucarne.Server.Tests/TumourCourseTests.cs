using System.Text.Json;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Patients;

namespace Lucarne.Server.Tests;

/// <summary>A tumour's volumes over time.</summary>
public sealed class TumourCourseTests
{
    [Fact]
    public void A_tumour_that_doubles_in_90_days_has_a_doubling_time_of_90_days()
    {
        var course = TumourCourse.Of([Study(1, 8), Study(2, 98)], [Drawn(12, 2, 20), Drawn(11, 1, 10)], [])!;
        Assert.Equal([10, 20], course.Points.Select(point => point.VolumeMl));
        Assert.Null(course.Points[0].Change);
        var change = course.Points[1].Change!;
        Assert.Equal((10, 100), (change.ChangeMl, change.ChangePercent!.Value));
        Assert.Equal(90, change.DoublingTimeDays!.Value, 1e-9);
    }

    [Fact]
    public void A_doctors_version_counts_before_the_networks()
    {
        var course = TumourCourse.Of([Study(1, 0), Study(2, 30)], [Drawn(12, 2, 20), Drawn(11, 1, 10)], [Correction(11, 1, 40)])!;
        // From 40 to 20 mL: half, in 30 days.
        Assert.Equal((40, true, -50), (course.Points[0].VolumeMl, course.Points[0].IsCorrected, course.Points[1].Change!.ChangePercent!.Value));
        Assert.Equal(-30, course.Points[1].Change!.DoublingTimeDays!.Value, 1e-9);
    }

    [Fact]
    public void Volumes_of_different_models_are_not_compared_and_scans_without_a_day_are_counted()
    {
        var course = TumourCourse.Of([Study(1, 0), Study(2, 30), Study(3, null)], [Drawn(13, 3, 5), Drawn(12, 2, 20) with { ModelVersion = "b" }, Drawn(11, 1, 10)], [])!;
        Assert.Equal((2, 1), (course.Points.Count, course.WithoutDay));
        Assert.Null(course.Points[1].Change);
    }

    [Fact]
    public void Without_a_drawn_tumour_there_is_no_course() =>
        Assert.Null(TumourCourse.Of([Study(1, 0)], [Drawn(11, 1, 10) with { VolumesMl = new Dictionary<string, double> { ["heart"] = 600 } }], []));

    private static Study Study(long id, int? day) => new() { Id = id, StudyDate = day is { } days ? new DateOnly(2026, 1, 1).AddDays(days) : null };

    private static Finding Drawn(long id, long study, double volumeMl) => new()
    {
        Id = id,
        StudyId = study,
        ImageId = study,
        ModelName = "thorax",
        ModelVersion = "a",
        Task = RecipeTask.Segmentation,
        Decision = FindingDecision.CertaintyUnknown,
        Probabilities = new Dictionary<string, double>(),
        PredictionSet = [],
        VolumesMl = new Dictionary<string, double> { ["gtv"] = volumeMl },
        ExplanationJson = JsonSerializer.Serialize(new { structures = new[] { new { name = "gtv", value = 1, label = new { en = "Tumour", fr = "Tumeur" }, colour = "#e6194b", volume_ml = volumeMl } }, notes = Array.Empty<string>() }),
        Urgency = Urgency.Routine,
        Files = [],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private static Correction Correction(long finding, long study, double volumeMl) => new()
    {
        Id = 1,
        FindingId = finding,
        StudyId = study,
        DecidedBy = "anna",
        DecidedAt = DateTimeOffset.UnixEpoch,
        VolumesMl = new Dictionary<string, double> { ["gtv"] = volumeMl },
        Files = [],
    };
}
