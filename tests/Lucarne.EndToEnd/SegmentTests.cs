using System.Text.Json;
using Lucarne.Dicom.Phantom;

namespace Lucarne.EndToEnd;

/// <summary>A thorax run that has hardly learned anything, and a patient scanned twice: what is written matters here, not how well it is drawn.</summary>
public sealed class ThoraxWorkplace : IDisposable
{
    public ThoraxWorkplace()
    {
        Folder = Directory.CreateTempSubdirectory("lucarne-thorax-").FullName;
        Lucarne = new LucarneProcess(In("home"));
        Drawing = Lucarne.Run("phantom", "thorax", "--out", In("cohort"), "--patients", "7", "--seed", "5", "--size", "96", "--spacing", "10");
        ThoraxCohort.Write(In("twice"), new ThoraxCohortOptions(1, 9) { Side = 96, SliceSpacingMm = 10, FollowUpDays = 90 });
        Training = Lucarne.Run(
            "train", "thorax", "--data", In("cohort"), "--out", In("run"), "--epochs", "1", "--set", "sampling.steps_per_epoch=2", "--set", "input.size=64", "--set", "network.width=4", "--device", "cpu");
    }

    internal string Folder { get; }

    internal LucarneProcess Lucarne { get; }

    internal Ending Drawing { get; }

    internal Ending Training { get; }

    internal string In(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed class SegmentTests(ThoraxWorkplace place) : IClassFixture<ThoraxWorkplace>
{
    [Fact]
    public void A_patient_becomes_labels_volumes_figures_and_dicom_objects()
    {
        place.Drawing.Done();
        place.Training.Done();
        var into = place.In("segmented");
        var ending = place.Lucarne.Run("segment", place.In("run"), place.In("cohort/PHANTOM-003"), "--out", into, "--rtstruct", "--seg").Done();
        foreach (var file in (string[])["labels.nii.gz", "volumes.json", "figures/overview.en.png", "figures/overview.fr.png", "rtstruct.dcm", "seg.dcm"])
            Assert.True(new FileInfo(Path.Combine(into, file)).Length > 0, file);
        Assert.Contains("not for clinical use without review", ending.Out, StringComparison.Ordinal);
        using var volumes = JsonDocument.Parse(File.ReadAllText(Path.Combine(into, "volumes.json")));
        Assert.Equal("PHANTOM-003", volumes.RootElement.GetProperty("patient_id").GetString());
        Assert.Equal(7, volumes.RootElement.GetProperty("structures").GetArrayLength());
    }

    [Fact]
    public void Two_scans_of_a_patient_are_compared_in_both_languages()
    {
        var into = place.In("followed");
        var ending = place.Lucarne.Run("segment", place.In("run"), place.In("twice"), "--out", into, "--json").Done();
        using var answer = JsonDocument.Parse(ending.Out);
        var followUp = Assert.Single(answer.RootElement.GetProperty("follow_ups").EnumerateArray().ToArray());
        Assert.Equal(90, followUp.GetProperty("days").GetInt32());
        Assert.True(File.Exists(Path.Combine(into, "2024-01-08", "labels.nii.gz")));
        Assert.True(File.Exists(Path.Combine(into, "2024-04-07", "labels.nii.gz")));
        Assert.Contains("Suivi du patient PHANTOM-001", File.ReadAllText(Path.Combine(into, "follow_up.fr.txt")), StringComparison.Ordinal);
        Assert.Contains("Follow-up of patient PHANTOM-001", File.ReadAllText(Path.Combine(into, "follow_up.en.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_segmented_is_refused_in_one_sentence()
    {
        place.Lucarne.Run("segment", place.In("run"), place.In("cohort"), "--out", place.In("x")).Refused(1, "7 CT series", "--series");
        place.Lucarne.Run("segment", place.In("run"), place.In("scan.nii"), "--out", place.In("x"), "--rtstruct").Refused(1, "--rtstruct", "NIfTI");
        place.Lucarne.Run("segment", place.In("nowhere"), place.In("cohort/PHANTOM-001"), "--out", place.In("x")).Refused(1, "nowhere");
        place.Lucarne.Run("segment", place.In("run"), place.In("home"), "--out", place.In("x")).Refused(1, "home", "CT");
        Assert.False(Directory.Exists(place.In("x")));
    }

    [Fact]
    public void A_phantom_that_cannot_be_drawn_is_a_wrong_command_line()
    {
        place.Lucarne.Run("phantom", "thorax", "--out", place.In("y"), "--patients", "3", "--faults").Refused(2, "5 or more");
        place.Lucarne.Run("phantom", "elbow", "--out", place.In("y")).Refused(2, "elbow", "thorax");
        place.Lucarne.Run("phantom", "thorax", "--out", place.In("y"), "--size", "7").Refused(2, "--size");
    }
}
