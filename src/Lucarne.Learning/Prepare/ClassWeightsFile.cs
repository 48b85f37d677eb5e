using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;

namespace Lucarne.Learning.Prepare;

/// <summary>class_weights.json: what each class weighs in the cross-entropy, computed once over the training part.</summary>
/// <param name="Kind">The recipe's rule.</param>
/// <param name="Pixels">Pixels of each class in the training part, none first; a structure's are scaled up to the whole part where only some
/// scans have its contours.</param>
/// <param name="Weights">Weights in the same order.</param>
internal sealed record ClassWeightsFile(string Kind, IReadOnlyDictionary<string, long> Pixels, IReadOnlyDictionary<string, double> Weights)
{
    /// <summary>The name of what belongs to no structure.</summary>
    public const string None = "none";

    /// <summary>Counts and weighs.</summary>
    public static ClassWeightsFile Of(SegmentationOptions options, ClassWeights kind, int size, IReadOnlyList<PreparedPatient> training)
    {
        var total = training.Sum(record => (long)size * size * record.Size[2]);
        var counts = new long[options.Channels];
        foreach (var structure in options.Structures)
        {
            var known = training.Where(record => record.Contoured.Contains(structure.Name)).ToList();
            var pixels = known.Sum(record => record.Pixels.Sum(slice => (long)slice[structure.Value - 1]));
            var seen = known.Sum(record => (long)size * size * record.Size[2]);
            counts[structure.Value] = seen == 0 ? 0 : (long)Math.Round(pixels * ((double)total / seen));
        }

        counts[0] = Math.Max(0, total - counts.Skip(1).Sum());
        var weights = Objective.Weights(kind, counts);

        // A structure that nobody contoured is not learned; a weight made of nought would only look like one.
        for (var k = 1; k < weights.Length; k++) if (counts[k] == 0) weights[k] = 1;
        string[] names = [None, .. options.Structures.Select(structure => structure.Name)];
        return new(
            kind.ToString(),
            names.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal),
            names.Zip(weights).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
    }

    /// <summary>Writes the file beside its place and renames it.</summary>
    public void Write(string path) => JsonFile.Write(path, this);
}
