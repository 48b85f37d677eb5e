using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Prepare;

public sealed class PrepareRunTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-prepare-").FullName;

    private string Data => Path.Combine(_root, "data");

    private string Out => Path.Combine(_root, "prepared");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_cohort_becomes_slices_labels_truth_index_split_and_weights()
    {
        TinyCohort.Write(Data, 8);
        var result = Prepare();
        Assert.Equal((8, 0), (result.Scans, result.LeftOut.Count));
        using var store = PreparedStore.Open(Out, TinyCohort.Recipe());
        Assert.Equal((6, 1, 1), (store.Split.Train.Count, store.Split.Validation.Count, store.Split.Test.Count));
        Assert.Equal(8, store.Split.Train.Concat(store.Split.Validation).Concat(store.Split.Test).Distinct().Count());
        var scan = store.Of(["s1"])[0];
        Assert.Equal((TinyCohort.Slices, 32), (scan.Count, scan.Size));

        // The stored slices read through NIfTI's own scaling are the normalised values; the truth is what was given.
        var volume = NiftiFile.ReadFloat(store.Folder.Volume("s1"));
        Assert.Equal(0, volume.Voxels.Average(), 1e-4);
        Assert.Equal(NiftiFile.ReadLabels(Path.Combine(Data, "s1", "labels.nii.gz")).Voxels, NiftiFile.ReadLabels(store.Folder.Truth("s1")).Voxels);
        Assert.Equal(scan.Labels(2).ToArray(), NiftiFile.ReadLabels(store.Folder.Labels("s1")).Slice(2).ToArray());
        Assert.Equal(1 + (8 * TinyCohort.Slices), File.ReadAllLines(store.Folder.Slices).Length);
        Assert.True(File.Exists(store.Folder.ClassWeights));
        foreach (var sheet in new[] { "conversion", "structures", "normalisation", "training-samples" }) Assert.True(File.Exists(Path.Combine(store.Folder.Figures, sheet + ".png")), sheet);
    }

    [Fact]
    public void A_structure_that_is_in_no_contour_of_a_scan_is_unknown_there_and_it_is_said()
    {
        TinyCohort.Write(Data, 4);
        var result = Prepare();
        Assert.Contains("s3 has no contour of bone: where these lie in it is taken as unknown, not as empty.", result.Notes);
        using var store = PreparedStore.Open(Out, TinyCohort.Recipe());
        Assert.Contains(store.Warnings, warning => warning.En.StartsWith("s3 has no contour of bone", StringComparison.Ordinal) && warning.Fr.StartsWith("s3 n’a pas de contour de ces structures\u202f: ", StringComparison.Ordinal));
        Assert.Equal([1], store.Of(["s3"])[0].Unknown);
        Assert.Empty(store.Of(["s1"])[0].Unknown);
    }

    [Fact]
    public void A_scan_that_cannot_be_used_is_named_and_left_out()
    {
        TinyCohort.Write(Data, 3);
        File.WriteAllText(Path.Combine(Data, "s2", "scan.nii.gz"), "no scan");
        TinyCohort.WriteScan(Path.Combine(Data, "twice"), 9);
        File.Copy(Path.Combine(Data, "twice", "scan.nii.gz"), Path.Combine(Data, "twice", "other.nii.gz"));
        var result = Prepare();
        Assert.Equal(["s2", "twice"], result.LeftOut.Keys);
        Assert.Contains("holds 2 volumes beside labels.nii.gz", result.LeftOut["twice"], StringComparison.Ordinal);
        Assert.Equal(2, result.Scans);
    }

    [Fact]
    public void An_interrupted_preparation_goes_on_with_what_is_not_done()
    {
        TinyCohort.Write(Data, 8);
        using var stop = new CancellationTokenSource();
        var seen = new Seen(progress => { if (progress.Done == 2) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => PrepareRun.Execute(new() { Recipe = TinyCohort.Recipe(), Data = Data, Out = Out }, seen, stop.Token));
        var error = Assert.Throws<PrepareException>(() => PreparedStore.Open(Out, TinyCohort.Recipe()));
        Assert.Contains("is not finished", error.Message, StringComparison.Ordinal);
        var done = Directory.GetFiles(Path.Combine(Out, "patients")).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        Assert.InRange(done.Count, 2, 7);

        Assert.Equal(8, Prepare().Scans);
        Assert.All(done, pair => Assert.Equal(pair.Value, File.GetLastWriteTimeUtc(pair.Key)));
    }

    [Fact]
    public void A_scan_that_has_changed_is_prepared_anew()
    {
        TinyCohort.Write(Data, 3);
        Prepare();
        TinyCohort.WriteScan(Path.Combine(Data, "s1"), 7);
        File.SetLastWriteTimeUtc(Path.Combine(Data, "s1", "scan.nii.gz"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Prepare();
        Assert.Equal(NiftiFile.ReadLabels(Path.Combine(Data, "s1", "labels.nii.gz")).Voxels, NiftiFile.ReadLabels(new PreparedFolder(Out).Truth("s1")).Voxels);
    }

    [Fact]
    public void Other_settings_and_foreign_folders_are_refused()
    {
        TinyCohort.Write(Data, 3);
        Prepare();
        Assert.Contains("was prepared with other", Refused(TinyCohort.Recipe("prepare.size=64"), Out), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_root, "mine"));
        File.WriteAllText(Path.Combine(_root, "mine", "letter.txt"), "");
        Assert.Contains("holds something else", Refused(TinyCohort.Recipe(), Path.Combine(_root, "mine")), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_root, "empty"));
        Assert.Contains("holds no contours", Assert.Throws<PrepareException>(() => PrepareRun.Execute(new() { Recipe = TinyCohort.Recipe(), Data = Path.Combine(_root, "empty"), Out = Path.Combine(_root, "o") })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_that_a_person_changed_is_obeyed_and_held_to_its_rules()
    {
        TinyCohort.Write(Data, 4);
        Prepare();
        var folder = new PreparedFolder(Out);
        File.WriteAllText(folder.Part("train"), "s1\ns2\n");
        File.WriteAllText(folder.Part("val"), "");
        File.WriteAllText(folder.Part("test"), "s4\n");
        using (var store = PreparedStore.Open(Out, TinyCohort.Recipe())) Assert.Equal(["s1", "s2"], store.Split.Train);
        File.WriteAllText(folder.Part("test"), "s9\n");
        Assert.Contains("names 's9', which is not among the prepared scans", Assert.Throws<PrepareException>(() => PreparedStore.Open(Out, TinyCohort.Recipe())).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.Part("test"), "s1\n");
        Assert.Contains("is in train.txt and in test.txt", Assert.Throws<PrepareException>(() => PreparedStore.Open(Out, TinyCohort.Recipe())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_slices_are_refused_before_they_are_read()
    {
        TinyCohort.Write(Data, 3);
        Prepare();
        using (var file = new FileStream(new PreparedFolder(Out).Volume("s1"), FileMode.Open)) file.SetLength(1000);
        Assert.Contains("has 1000 bytes where", Assert.Throws<PrepareException>(() => PreparedStore.Open(Out, TinyCohort.Recipe())).Message, StringComparison.Ordinal);
    }

    private PrepareResult Prepare() => PrepareRun.Execute(new() { Recipe = TinyCohort.Recipe(), Data = Data, Out = Out });

    private string Refused(Recipe recipe, string into) =>
        Assert.Throws<PrepareException>(() => PrepareRun.Execute(new() { Recipe = recipe, Data = Data, Out = into })).Message;

    private sealed class Seen(Action<StageProgress> told) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => told(value);
    }
}
