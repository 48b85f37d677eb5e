using System.Text.Json;
using Lucarne.Learning;
using Lucarne.Learning.Predict;

namespace Lucarne.Insight.Explanation;

/// <summary>explanation.json: whether a run's heat maps say anything of its network.</summary>
/// <param name="Method">How the maps were found.</param>
/// <param name="Pictures">Test pictures that were looked at.</param>
/// <param name="HeadCorrelation">The mean rank correlation of the maps with those after the head was drawn anew; null where no map could be compared.</param>
/// <param name="WholeCorrelation">The same after all weights were drawn anew.</param>
/// <param name="Areas">Deletion and insertion, means over the pictures; null without pictures.</param>
internal sealed record ExplanationRecord(string Method, int Pictures, double? HeadCorrelation, double? WholeCorrelation, Areas? Areas)
{
    public static string PathIn(string run) => System.IO.Path.Combine(run, "explanation.json");

    public void Write(string run) => JsonFile.Write(PathIn(run), this);

    /// <summary>The record of a run; null where there is none.</summary>
    /// <exception cref="PredictException">The file is damaged.</exception>
    public static ExplanationRecord? Read(string run)
    {
        if (!File.Exists(PathIn(run))) return null;
        try
        {
            return JsonSerializer.Deserialize<ExplanationRecord>(File.ReadAllBytes(PathIn(run)), JsonFile.Form);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PredictException($"{PathIn(run)} cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); `lucarne study` makes it anew");
        }
    }
}
