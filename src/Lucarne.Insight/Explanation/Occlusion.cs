using Lucarne.Learning.Predict;

namespace Lucarne.Insight.Explanation;

/// <summary>
/// Occlusion (Zeiler and Fergus 2014): a square patch of the picture's mean value is laid over each part of it in turn, and what that takes from
/// the class's probability is set down there.
/// </summary>
internal static class Occlusion
{
    /// <summary>Patches side by side along the input; they step by half a patch.</summary>
    private const int Patches = 8;

    /// <summary>A map from 0 to 1 of as many cells as there are steps.</summary>
    public static SquareMap Map(TrainedModel model, byte[] shaped, int label)
    {
        var side = model.Shaper.Side;
        var step = Math.Max(1, side / (2 * Patches));
        var cells = (side + step - 1) / step;
        var places = Enumerable.Range(0, cells * cells).ToArray();
        var means = Means(shaped, side * side);
        var whole = model.Inspect([shaped])[0].Probabilities[label];
        var values = new float[places.Length];
        foreach (var chunk in places.Chunk(BatchPredictor.BatchSize))
        {
            var covered = chunk.Select(place => Cover(shaped, side, means, ((place % cells) * step) - (step / 2), ((place / cells) * step) - (step / 2), 2 * step)).ToList();
            foreach (var (place, seen) in chunk.Zip(model.Inspect(covered))) values[place] = (float)(whole - seen.Probabilities[label]);
        }

        return new SquareMap(cells, cells, values).Normalised();
    }

    private static byte[] Cover(byte[] shaped, int side, byte[] means, int left, int top, int patch)
    {
        var covered = (byte[])shaped.Clone();
        for (var channel = 0; channel < means.Length; channel++)
        {
            for (var y = Math.Max(0, top); y < Math.Min(side, top + patch); y++)
            {
                var from = Math.Max(0, left);
                covered.AsSpan((((channel * side) + y) * side) + from, Math.Max(0, Math.Min(side, left + patch) - from)).Fill(means[channel]);
            }
        }

        return covered;
    }

    /// <summary>The mean of each channel's plane.</summary>
    internal static byte[] Means(byte[] shaped, int area) =>
        [.. shaped.Chunk(area).Select(plane => (byte)Math.Round(plane.Average(value => (double)value)))];
}
