using Lucarne.Imaging;
using Lucarne.Insight.Certainty;
using Lucarne.Insight.Explanation;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Insight.Tests.Certainty;

/// <summary>What a run knows of its own certainty, and what becomes of a run that does not know it.</summary>
[Collection("phantom run")]
public sealed class RunCertaintyTests(PhantomRun phantom)
{
    [Fact]
    public void A_run_from_before_certainty_was_measured_reads_and_says_that_it_does_not_know()
    {
        var run = phantom.Copy();
        File.Delete(CertaintyRecord.PathIn(run.Path));
        using var reader = Reader.Load(run.Path, Device.Cpu);
        var reading = reader.Read(phantom.NewPictures()[0]);
        Assert.False(reader.KnowsCertainty);
        Assert.Equal(Decision.CertaintyUnknown, reading.Decision);
        Assert.Empty(reading.PredictionSet);
        Assert.Null(reading.OutOfDistribution);
        Assert.Contains("never measured", reading.Sentence.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_that_were_made_for_other_weights_are_refused()
    {
        var run = phantom.Copy();
        File.Move(run.Judged, run.Model, overwrite: true);
        var error = Assert.Throws<PredictException>(() => Reader.Load(run.Path, Device.Cpu));
        Assert.Contains("lucarne study", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_certainty_file_is_named()
    {
        var run = phantom.Copy();
        File.WriteAllText(CertaintyRecord.PathIn(run.Path), "{ \"model\": ");
        Assert.Contains("certainty.json", Assert.Throws<PredictException>(() => Reader.Load(run.Path, Device.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_of_a_finished_run_finds_what_the_training_found()
    {
        var run = phantom.Copy();
        var before = File.ReadAllText(CertaintyRecord.PathIn(run.Path));
        File.Delete(CertaintyRecord.PathIn(run.Path));
        RunStudy.Execute(run.Path, phantom.Data, phantom.NewFolder(), [new CertaintyChapter()], Device.Cpu);
        Assert.Equal(before, File.ReadAllText(CertaintyRecord.PathIn(run.Path)));
    }

    [Fact]
    public void A_study_with_other_data_than_the_runs_is_refused()
    {
        var elsewhere = phantom.NewFolder();
        KidneyPhantom.WriteDataset(elsewhere, patientsPerClass: 1, slicesPerPatient: 1, seed: 1);
        Assert.Contains("--data", Assert.Throws<DataException>(() => RunStudy.Execute(phantom.Run.Path, elsewhere, phantom.NewFolder(), [], Device.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_tells_certainty_and_explanation_in_both_languages()
    {
        var report = File.ReadAllText(phantom.Run.Report);
        Assert.All(
            ["How sure the network is", "À quel point le réseau est sûr", "Where the network looks", "Où le réseau regarde", "Prediction sets"],
            words => Assert.Contains(words, report, StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(phantom.Run.Figures, "heat-maps.fr.png")));
        Assert.True(File.Exists(Path.Combine(phantom.Run.Figures, "certainty-calibration.vl.json")));
        var record = ExplanationRecord.Read(phantom.Run.Path)!;
        Assert.InRange(record.Pictures, 1, 8);
        Assert.NotNull(record.Areas);
    }
}
