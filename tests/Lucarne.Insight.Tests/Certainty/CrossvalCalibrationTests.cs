using System.Net;
using Lucarne.Insight.Certainty;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Insight.Tests.Certainty;

/// <summary>A run that takes temperature and prediction sets from a cross-validation of its own recipe.</summary>
[Collection("phantom run")]
public sealed class CrossvalCalibrationTests(PhantomRun phantom)
{
    [Fact]
    public void A_run_is_calibrated_with_all_answers_of_a_cross_validation_and_judged_without_its_test_patients()
    {
        var request = phantom.Request(phantom.NewFolder());
        var crossval = CrossValidation.Execute(request, 2, TimeProvider.System);
        var (lines, _) = CrossvalReport.Write(crossval, request.Recipe, leakage: null, default);
        Assert.Equal(4, lines.Count);
        Assert.True(File.Exists(Path.Combine(request.Out, "calibration.json")));
        var page = WebUtility.HtmlDecode(File.ReadAllText(crossval.Place.Report));
        Assert.All(lines, line => Assert.Contains(line.Fr, page, StringComparison.Ordinal));

        var run = phantom.Copy();
        RunStudy.Execute(run.Path, phantom.Data, phantom.NewFolder(), [new CertaintyChapter(crossval.Place.Path)], Device.Cpu);
        var record = CertaintyRecord.Read(run.Path)!;
        var answers = HeldOut.Folds(request.Out).SelectMany(fold => fold).ToList();
        Assert.Equal(phantom.Files.Count, answers.Count);
        Assert.Equal((HeldOut.OfCrossValidation, phantom.Files.Count, 40), (record.CalibratedOn!.From, record.CalibratedOn.Pictures, record.CalibratedOn.Groups));
        Assert.Equal(Temperature.Fit([.. answers.Select(answer => answer.Probabilities)], [.. answers.Select(answer => answer.Truth)]), record.Temperature, 1e-12);
        Assert.NotEqual(record.Temperature, record.CalibratedOn.JudgedTemperature);
        Assert.Contains("cross-validation: 80 pictures of 40 groups", File.ReadAllText(run.Report), StringComparison.Ordinal);

        var other = request.Recipe with { Network = request.Recipe.Network with { Head = [new HeadStep(HeadStepKind.Dropout, 0.5)] } };
        Assert.Contains("another recipe", Assert.Throws<PredictException>(() => HeldOut.FromCrossValidation(request.Out, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_folds_calibrates_nothing() =>
        Assert.Contains("lucarne crossval", Assert.Throws<PredictException>(() => HeldOut.Folds(phantom.Run.Path)).Message, StringComparison.Ordinal);
}
