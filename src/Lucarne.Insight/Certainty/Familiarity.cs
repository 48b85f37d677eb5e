using System.Globalization;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Insight.Certainty;

/// <summary>How like those learned from a picture is, seen from inside the network: a normal distribution for each stage of maps.</summary>
/// <param name="Stages">From the largest maps to the last.</param>
internal sealed record Familiarity(IReadOnlyList<StageGaussian> Stages)
{
    private const int Folds = 5;

    // Beyond this many the distribution is known well enough, and the time of fitting grows with their cube.
    private const int MostPictures = 800;

    /// <summary>The distributions of pictures, at least 2.</summary>
    public static Familiarity Fit(IReadOnlyList<Inspection> seen)
    {
        var used = Evenly(seen);
        return new([.. Enumerable.Range(0, seen[0].Stages.Length).Select(stage => StageGaussian.Fit([.. used.Select(one => one.Stages[stage])]))]);
    }

    /// <summary>How foreign a picture is: the mean of the stages' distances.</summary>
    public double Score(Inspection seen) => Stages.Zip(seen.Stages).Average(pair => pair.First.Distance(pair.Second));

    /// <summary>
    /// The score of each picture by distributions that leave its group out: what a picture of the same kind, and of another patient, would get.
    /// </summary>
    /// <returns>Empty where the pictures have fewer than two groups.</returns>
    public static IReadOnlyList<double> CrossScores(IReadOnlyList<Inspection> seen, IReadOnlyList<string> groups, int seed)
    {
        string[] names = [.. groups.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length < 2) return [];
        Xoshiro256.For(seed, 0).Shuffle<string>(names);
        var folds = Math.Min(Folds, names.Length);
        var foldOf = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i % folds, StringComparer.Ordinal);
        var scores = new double[seen.Count];
        for (var fold = 0; fold < folds; fold++)
        {
            Inspection[] others = [.. seen.Where((_, i) => foldOf[groups[i]] != fold)];
            if (others.Length < 2) return [];
            var fitted = Fit(others);
            for (var i = 0; i < scores.Length; i++)
                if (foldOf[groups[i]] == fold) scores[i] = fitted.Score(seen[i]);
        }

        return scores;
    }

    public void Write(string path)
    {
        using var scope = new TensorScope();
        var tensors = new List<(string, Tensor)>();
        foreach (var (number, stage) in Stages.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"stage{number}.");
            var (size, count) = (stage.Mean.Length, stage.Directions.Length);
            tensors.Add((name + "mean", Tensor.From<float>(stage.Mean, size)));
            tensors.Add((name + "deviation", Tensor.From<float>(stage.Deviation, size)));
            tensors.Add((name + "directions", Tensor.From<float>([.. stage.Directions.SelectMany(row => row)], count, size)));
            tensors.Add((name + "variances", Tensor.From<float>(stage.Variances, count)));
        }

        SafetensorsWriter.Write(path, tensors);
    }

    /// <exception cref="SafetensorsException">The file is damaged, or holds something else.</exception>
    public static Familiarity Read(string path)
    {
        using var scope = new TensorScope();
        using var file = SafetensorsFile.Open(path);
        var stages = new List<StageGaussian>();
        for (var number = 0; file.Entries.ContainsKey(string.Create(CultureInfo.InvariantCulture, $"stage{number}.mean")); number++)
        {
            float[] Of(string name) => file.Read(string.Create(CultureInfo.InvariantCulture, $"stage{number}.{name}")).ToArray<float>();
            var mean = Of("mean");
            stages.Add(new StageGaussian(mean, Of("deviation"), [.. Of("directions").Chunk(Math.Max(1, mean.Length))], Of("variances")));
        }

        return new Familiarity(stages);
    }

    private static IReadOnlyList<Inspection> Evenly(IReadOnlyList<Inspection> seen) =>
        seen.Count <= MostPictures ? seen : [.. Enumerable.Range(0, MostPictures).Select(i => seen[(int)((long)i * seen.Count / MostPictures)])];
}
