using System.Text.Json;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Segment;
using Lucarne.Learning.Tests.Prepare;
using Lucarne.Learning.Tests.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Runs;

[Collection("phantom")]
public sealed class SegmentationRunTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-segmentation-").FullName;

    private string Data => Path.Combine(_root, "data");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_small_network_learns_to_draw_two_balls_in_scans_it_has_not_seen_and_leaves_the_whole_run()
    {
        TinyCohort.Write(Data, 8);
        var result = Train("run", TinyCohort.Recipe("train.epochs=16"));
        Assert.Single(result.Metrics.Patients);
        foreach (var ball in new[] { "bone", "lung" })
            Assert.True(result.Metrics.Dice[ball] > 0.7, $"{ball} {result.Metrics.Dice[ball]}\n{File.ReadAllText(result.Run.History)}");

        // Two of the scans learned from have no contour of the bone: it is not drawn all over them for that.
        Assert.True(result.Metrics.Hd95Mm["bone"] < 20, $"{result.Metrics.Hd95Mm["bone"]} mm");
        foreach (var file in new[] { result.Run.Recipe, result.Run.Fingerprint, result.Run.Split, result.Run.History, result.Run.Model, result.Run.Last, result.Run.Metrics, result.Run.Report, result.Run.Run })
            Assert.True(File.Exists(file), file);
        Assert.StartsWith("epoch,train_loss,validation_loss,dice_bone,dice_lung,train_dice_bone,train_dice_lung,learning_rate,seconds\n", File.ReadAllText(result.Run.History), StringComparison.Ordinal);
        Assert.Equal(16, result.Outcome.Epochs.Count);
        Assert.Equal(RecipeTask.Segmentation, RunTask.Of(result.Run));

        // The judgement is that of the labels it left, on the scan's own grid.
        var id = result.Metrics.Patients[0];
        var drawn = NiftiFile.ReadLabels(result.Run.Drawn(id));
        var truth = NiftiFile.ReadLabels(Path.Combine(Data, id, "labels.nii.gz"));
        var (both, own, predicted) = (0, truth.Voxels.Count(v => v == 2), drawn.Voxels.Count(v => v == 2));
        for (var i = 0; i < truth.Voxels.Length; i++) if (truth.Voxels[i] == 2 && drawn.Voxels[i] == 2) both++;
        Assert.Equal(2.0 * both / (own + predicted), result.Metrics.Dice["lung"]!.Value, 1e-12);

        // And the model, given the scan itself, draws the same.
        using var model = SegmentationModel.Load(result.Run.Path, Device.Cpu);
        var scan = NiftiFile.ReadFloat(Path.Combine(Data, id, "scan.nii.gz"));
        Assert.Equal(drawn.Voxels, model.Segment(scan).Labels.Voxels);
        var page = File.ReadAllText(result.Run.Report);
        Assert.Contains("A help to the doctor, never a diagnosis.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"missing\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_axes_of_a_scan_do_not_change_what_is_drawn_where()
    {
        TinyCohort.Write(Data, 4);
        var result = Train("run", TinyCohort.Recipe());
        using var model = SegmentationModel.Load(result.Run.Path, Device.Cpu);
        var scan = NiftiFile.ReadFloat(Path.Combine(Data, "s1", "scan.nii.gz"));
        var expected = model.Segment(scan).Labels;

        // The same scan with the columns running to the right and the slices to the feet, as NIfTI files often have them.
        var g = scan.Geometry;
        var turned = new VolumeGeometry(g.Columns, g.Rows, g.Slices, g.ToPatient(g.Columns - 1, 0, g.Slices - 1), g.ColumnStep * -1, g.RowStep, g.SliceStep * -1);
        var other = new Volume<float>(turned);
        for (var k = 0; k < g.Slices; k++)
            for (var j = 0; j < g.Rows; j++)
                for (var i = 0; i < g.Columns; i++) other[i, j, k] = scan[g.Columns - 1 - i, j, g.Slices - 1 - k];
        var drawn = model.Segment(other).Labels;
        Assert.Same(turned, drawn.Geometry);
        for (var k = 0; k < g.Slices; k++)
            for (var j = 0; j < g.Rows; j++)
                for (var i = 0; i < g.Columns; i++) Assert.Equal(expected[g.Columns - 1 - i, j, g.Slices - 1 - k], drawn[i, j, k]);
    }

    [Fact]
    public void Two_patients_are_judged_apart_then_both_are_learned_from_and_it_is_said()
    {
        TinyCohort.Write(Data, 2);
        var result = Train("run", TinyCohort.Recipe("sampling.refit_up_to=6", "train.epochs=2"));
        Assert.Single(result.Metrics.Patients);
        Assert.True(File.Exists(result.Run.Judged));
        Assert.Contains(result.Notes, note => note.Contains("trained anew on all 2 scans", StringComparison.Ordinal));
        Assert.Contains(result.Notes, note => note.StartsWith("There are 2 patients only", StringComparison.Ordinal));
        Assert.All(result.Outcome.Epochs, epoch => Assert.True(double.IsNaN(epoch.ValidationLoss)));
    }

    [Fact]
    public void One_patient_is_learned_from_and_nothing_is_claimed()
    {
        TinyCohort.Write(Data, 1);
        var result = Train("run", TinyCohort.Recipe("train.epochs=1"));
        Assert.Empty(result.Metrics.Patients);
        Assert.Null(result.Metrics.Dice["lung"]);
        Assert.Contains(result.Notes, note => note.StartsWith("There is one patient only", StringComparison.Ordinal));
    }

    [Fact]
    public void An_interrupted_training_that_goes_on_comes_to_the_same_weights()
    {
        TinyCohort.Write(Data, 4);
        var recipe = TinyCohort.Recipe("train.epochs=3", "train.average=0.5");
        var whole = Train("whole", recipe);
        using var stop = new CancellationTokenSource();
        var told = new Told(stage => { if (stage is { Stage: Stage.Train, Note: not null }) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => SegmentationRun.Execute(Request("halves", recipe), TimeProvider.System, told, stop.Token));
        var halves = SegmentationRun.Execute(Request("halves", recipe) with { Resume = true }, TimeProvider.System);
        Assert.Equal(File.ReadAllBytes(whole.Run.Model), File.ReadAllBytes(halves.Run.Model));
        Assert.Equal(whole.Metrics.ToJson(), halves.Metrics.ToJson());
    }

    [Fact]
    public void What_was_not_contoured_is_missing_in_the_judgement_and_never_nought()
    {
        TinyCohort.Write(Data, 4);
        var result = Train("run", TinyCohort.Recipe("train.epochs=1"));
        using var model = SegmentationModel.Load(result.Run.Path, Device.Cpu);

        // s3 has no contour of the bone.
        var other = Path.Combine(_root, "other");
        TinyCohort.WriteScan(Path.Combine(other, "s3"), 3, withBone: false);
        TinyCohort.WriteScan(Path.Combine(other, "s1"), 1);
        File.WriteAllText(Path.Combine(other, "s1", "scan.nii.gz"), "broken");
        var metrics = SegmentationJudge.OnFolder(model, other, null, CancellationToken.None);
        Assert.Equal(["s3"], metrics.Patients);
        Assert.Contains(metrics.Notes, note => note.StartsWith("s1 was left out: ", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(metrics.ToJson());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("dice").GetProperty("bone").ValueKind);
        Assert.Equal(JsonValueKind.Number, json.RootElement.GetProperty("dice").GetProperty("lung").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("dice_sd").GetProperty("lung").ValueKind);
        var volumes = json.RootElement.GetProperty("volume_ml").GetProperty("s3");
        Assert.Equal(JsonValueKind.Null, volumes.GetProperty("bone").GetProperty("truth").ValueKind);
        Assert.Equal(JsonValueKind.Number, volumes.GetProperty("bone").GetProperty("predicted").ValueKind);
    }

    [Fact]
    public void A_classifier_s_run_is_no_segmentation_and_the_sentence_says_so()
    {
        Assert.Contains("there is no folder", Assert.Throws<PredictException>(() => SegmentationModel.Load(Path.Combine(_root, "none"), Device.Cpu)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_root, "empty"));
        Assert.Contains("holds no model.safetensors", Assert.Throws<PredictException>(() => SegmentationModel.Load(Path.Combine(_root, "empty"), Device.Cpu)).Message, StringComparison.Ordinal);
        var recipe = Recipe.FromYaml("name: r\ntitle: R\nclasses: [a, b]\n", "r.yaml");
        Assert.Contains("sorts pictures", Assert.Throws<PrepareException>(() => PrepareRun.Execute(new() { Recipe = recipe, Data = _root, Out = Path.Combine(_root, "o") })).Message, StringComparison.Ordinal);
    }

    private TrainingResult<SegmentationMetrics> Train(string name, Recipe recipe) => SegmentationRun.Execute(Request(name, recipe), TimeProvider.System);

    private TrainingRequest Request(string name, Recipe recipe)
    {
        // Sums as small as these are only slowed by more threads.
        Runtime.Threads = 1;
        return new() { Recipe = recipe, Data = Data, Out = Path.Combine(_root, name), CacheFolder = Path.Combine(_root, "cache"), WeightFolders = [] };
    }
}
