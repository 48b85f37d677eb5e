using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Jobs;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Insight.Explanation;

namespace Lucarne.Clinic.Working;

/// <summary>A reading in the form that a finding keeps; what reads it, the dashboard among others, knows it by these names.</summary>
internal static class KeptReading
{
    /// <summary>What the store calls a decision.</summary>
    public static FindingDecision Decision(PictureReading reading) => reading.Decision switch
    {
        Insight.Decision.Predicted => FindingDecision.Predicted,
        Insight.Decision.Unsure => FindingDecision.Unsure,
        Insight.Decision.NotForThisModel => FindingDecision.NotForThisModel,
        _ => FindingDecision.CertaintyUnknown,
    };

    /// <summary>The answer with how far it can be trusted, as JSON.</summary>
    public static string Certainty(PictureReading reading, Reader reader) => JsonForm.Write(new
    {
        reading.PredictedClass,
        reading.Confidence,
        reading.Probabilities,
        Decision = reading.Decision switch
        {
            Insight.Decision.Predicted => "predicted",
            Insight.Decision.Unsure => "unsure",
            Insight.Decision.NotForThisModel => "not_for_this_model",
            _ => "uncalibrated",
        },
        reading.PredictionSet,
        reading.OutOfDistribution,
        Neighbours = reading.Nearest.Cases.Select(near => new { near.File, near.Class, near.Distance }).ToList(),
        NeighboursAgree = reading.Nearest.Agree,
        WasTrainedOn = reading.Nearest.LearnedFrom is not null,
        reading.Model,
        reader.Coverage,
        reading.Sentence,
        reading.Notice,
    });

    /// <summary>Stores the map alone, grey, to be laid over at any opacity, and the picture with the map laid over it.</summary>
    /// <param name="context">The job.</param>
    /// <param name="map">The map.</param>
    /// <param name="suffix">After the files' roles, where it is not the finding's own map.</param>
    public static async Task<IReadOnlyList<FindingFile>> StoreAsync(JobContext context, HeatMap map, string suffix = "")
    {
        byte[] grey = [.. map.Values.Select(value => (byte)Math.Round(255 * Math.Clamp(value, 0, 1)))];
        var alone = await PutAsync(context, PictureWriter.ToPng(Picture.From8Bit(map.Picture.Width, map.Picture.Height, 1, grey)), "image/png").ConfigureAwait(false);
        var over = await PutAsync(context, PictureWriter.ToPng(map.Overlay()), "image/png").ConfigureAwait(false);
        return [new FindingFile("heat_map" + suffix, alone, "heat_values.png"), new FindingFile("heat_overlay" + suffix, over, "heat_overlay.png")];
    }

    /// <summary>Stores the small pictures of the neighbours, <c>similar_0</c> the nearest.</summary>
    public static async Task<IReadOnlyList<FindingFile>> StoreAsync(JobContext context, PictureReading reading)
    {
        var files = new List<FindingFile>();
        foreach (var (near, place) in reading.Nearest.Cases.Select((near, place) => (near, place)))
        {
            if (near.Thumbnail is not { } small) continue;
            var sha256 = await PutAsync(context, small, "image/jpeg").ConfigureAwait(false);
            files.Add(new FindingFile(FormattableString.Invariant($"similar_{place}"), sha256, FormattableString.Invariant($"similar-{place}.jpg")));
        }

        return files;
    }

    private static async Task<string> PutAsync(JobContext context, ReadOnlyMemory<byte> content, string mediaType) =>
        (await context.Database.Files.PutAsync(content, mediaType, context.Cancellation).ConfigureAwait(false)).Sha256;
}
