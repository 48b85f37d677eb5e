using Lucarne.Learning.Predict;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Insight.Certainty;

/// <summary>Turns what a network makes of a picture into a decision.</summary>
/// <param name="Coverage">How often the true class is wanted in a prediction set.</param>
/// <param name="Temperature">What logits are divided by.</param>
/// <param name="Sets">Which classes remain possible.</param>
/// <param name="Familiarity">What the pictures learned from look like inside the network; null where there were too few to say.</param>
/// <param name="Threshold">Of its score.</param>
/// <param name="ColourLimit">Of a picture's colour.</param>
internal sealed record CertaintyRule(double Coverage, double Temperature, PredictionSets Sets, Familiarity? Familiarity, double Threshold, double ColourLimit)
{
    public static string FamiliarityIn(string run) => Path.Combine(run, "familiarity.safetensors");

    /// <summary>The rule that a run holds; null where certainty was never measured.</summary>
    /// <exception cref="PredictException">It was measured for other weights, or a file is damaged.</exception>
    public static CertaintyRule? Load(string run, string version)
    {
        if (CertaintyRecord.Read(run) is not { } record) return null;
        if (record.Model != version)
            throw new PredictException($"{CertaintyRecord.PathIn(run)} was made for the weights {record.Model}, and the run answers with {version}; `lucarne study {run} --data DIR` measures its certainty anew");
        return new CertaintyRule(
            record.Coverage, record.Temperature, new PredictionSets(record.Sets.Bound ?? double.PositiveInfinity), ReadFamiliarity(run, record),
            record.OutOfDistribution.Threshold ?? double.PositiveInfinity, record.OutOfDistribution.ColourLimit);
    }

    /// <summary>Decides.</summary>
    /// <param name="seen">What the network made of the picture.</param>
    /// <param name="colour">How colourful the picture is.</param>
    public Judged Judge(Inspection seen, double colour)
    {
        var probabilities = Certainty.Temperature.Apply(seen.Probabilities, Temperature);
        var set = Sets.Of(probabilities);
        var foreign = new OutOfDistribution(Familiarity?.Score(seen) ?? 0, Threshold, colour, ColourLimit);
        var decision = foreign.IsRefused ? Decision.NotForThisModel : set.Length == 1 ? Decision.Predicted : Decision.Unsure;
        return new Judged(probabilities, set, decision, foreign);
    }

    private static Familiarity? ReadFamiliarity(string run, CertaintyRecord record)
    {
        if (record.OutOfDistribution.Threshold is null) return null;
        try
        {
            return Familiarity.Read(FamiliarityIn(run));
        }
        catch (Exception error) when (error is SafetensorsException or IOException or UnauthorizedAccessException)
        {
            throw new PredictException($"{FamiliarityIn(run)} cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); `lucarne study {run} --data DIR` makes it anew");
        }
    }
}
