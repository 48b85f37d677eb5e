using Lucarne.Insight.Certainty;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Runs;

namespace Lucarne.Insight.Drift;

/// <summary>What a run answered on the part that was kept apart: what later answers are held against.</summary>
/// <param name="Classes">Pictures by the likeliest class, in the order of the classes.</param>
/// <param name="Certainty">How sure it was; null for a run that does not know.</param>
public sealed record TestAnswers(IReadOnlyList<KeyValuePair<string, int>> Classes, TestCertainty? Certainty)
{
    /// <summary>Reads a run's answers; null where it has none.</summary>
    /// <param name="run">The run's folder.</param>
    public static TestAnswers? Read(string run)
    {
        var path = new RunFolder(run).Predictions;
        if (!File.Exists(path)) return null;
        try
        {
            var table = PredictionsCsv.Read(path);
            var counts = table.Predictions.GroupBy(one => one.Predicted).ToDictionary(group => group.Key, group => group.Count());
            return new([.. table.Classes.Select((name, place) => KeyValuePair.Create(name, counts.GetValueOrDefault(place)))], TestCertainty.Of(CertaintyRecord.Read(run)));
        }
        catch (Exception error) when (error is EvaluationException or IOException or Lucarne.Learning.Predict.PredictException)
        {
            return null;
        }
    }
}

/// <summary>How sure a run was of its test part.</summary>
/// <param name="Wanted">The part of prediction sets that shall hold the right class.</param>
/// <param name="Covered">The part that did; null where it was not measured.</param>
/// <param name="Predicted">Pictures with one class.</param>
/// <param name="PredictedRight">Those of them where it was the right one.</param>
/// <param name="Unsure">Pictures with several classes.</param>
/// <param name="Refused">Pictures that were not for this model.</param>
public sealed record TestCertainty(double Wanted, double? Covered, int Predicted, int PredictedRight, int Unsure, int Refused)
{
    /// <summary>All test pictures.</summary>
    public int Pictures => Predicted + Unsure + Refused;

    internal static TestCertainty? Of(CertaintyRecord? record) => record is { Decisions: { } made }
        ? new(record.Coverage, record.Sets.TestCoverage, made.Predicted, made.PredictedRight, made.Unsure, made.Refused)
        : null;
}
