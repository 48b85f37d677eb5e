using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Evaluate;

public sealed class SegmentationMetricsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-metrics-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Means_and_deviations_are_over_the_scans_where_something_can_be_said()
    {
        var metrics = SegmentationMetrics.Of(
            ["heart", "cord"],
            new Dictionary<string, IReadOnlyList<StructureJudgement>>
            {
                ["b"] = [new(0.9, 4, 0.8, 500, 510), new(null, null, null, null, 20)],
                ["a"] = [new(0.7, 8, 0.6, 400, 300), new(0.5, 2, 0.9, 30, 25)],
                ["c"] = [new(0, null, 0, 450, 0), new(null, null, null, 0, 3)],
            },
            []);
        Assert.Equal(["a", "b", "c"], metrics.Patients);

        // Heart: (0.7 + 0.9 + 0) / 3, and a deviation with n − 1; the distance of what was not drawn is not counted as nought.
        var mean = (0.7 + 0.9) / 3;
        Assert.Equal(mean, metrics.Dice["heart"]!.Value, 1e-12);
        var squares = ((0.7 - mean) * (0.7 - mean)) + ((0.9 - mean) * (0.9 - mean)) + (mean * mean);
        Assert.Equal(Math.Sqrt(squares / 2), metrics.DiceSd["heart"]!.Value, 1e-12);
        Assert.Equal(6, metrics.Hd95Mm["heart"]);
        Assert.Equal((0.5, null, 2.0), (metrics.Dice["cord"], metrics.DiceSd["cord"], metrics.Hd95Mm["cord"]));
        Assert.Equal((0.0, 3.0), (metrics.VolumeMl["c"]["cord"].Truth, metrics.VolumeMl["c"]["cord"].Predicted));
        Assert.Null(metrics.VolumeMl["b"]["cord"].Truth);
    }

    [Fact]
    public void The_document_has_the_names_of_the_contract_and_is_read_back_the_same()
    {
        var metrics = SegmentationMetrics.Of(["heart"], new Dictionary<string, IReadOnlyList<StructureJudgement>> { ["P_1"] = [new(0.5, 1.5, 0.25, 10, 12)] }, [new LocalText("a note", "une note")]);
        var place = Path.Combine(_root, "metrics.json");
        metrics.Write(place);
        Assert.Equal(metrics.ToJson(), SegmentationMetrics.Read(place).ToJson());
        var text = File.ReadAllText(place);
        foreach (var key in new[] { "\"task\": \"segmentation\"", "\"structures\"", "\"patients\"", "\"dice\"", "\"dice_sd\"", "\"hd95_mm\"", "\"surface_dice_2mm\"", "\"volume_ml\"", "\"per_patient\"", "\"P_1\"", "\"truth\": 10", "\"predicted\": 12" })
            Assert.Contains(key, text, StringComparison.Ordinal);
        File.WriteAllText(place, "{\"task\":\"classification\"}");
        Assert.Throws<EvaluationException>(() => SegmentationMetrics.Read(place));
    }

    [Fact]
    public void A_structure_without_truth_has_a_predicted_volume_and_nothing_else_and_one_that_was_missed_has_a_Dice_of_nought()
    {
        // Four voxels of 2×1×5 mm: 0.01 mL each.
        var grid = new VolumeGeometry(4, 1, 1, default, new(2, 0, 0), new(0, 1, 0), new(0, 0, 5));
        var (truth, predicted) = (new Volume<byte>(grid, [1, 1, 0, 2]), new Volume<byte>(grid, [1, 0, 3, 3]));
        var found = StructureJudge.Judge(truth, predicted, 1, known: true, 2);
        Assert.Equal((2.0 / 3, 0.02, 0.01), (found.Dice!.Value, found.TruthMl!.Value, found.PredictedMl), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) < 1e-9);
        var missed = StructureJudge.Judge(truth, predicted, 2, known: true, 2);
        Assert.Equal((0.0, null, 0.0, 0.0), (missed.Dice, missed.Hd95Mm, missed.SurfaceDice2Mm, missed.PredictedMl));
        var unknown = StructureJudge.Judge(truth, predicted, 3, known: false, 2);
        Assert.Equal((null, null, null, null), (unknown.Dice, unknown.Hd95Mm, unknown.SurfaceDice2Mm, unknown.TruthMl));
        Assert.Equal(0.02, unknown.PredictedMl, 1e-9);
    }
}
