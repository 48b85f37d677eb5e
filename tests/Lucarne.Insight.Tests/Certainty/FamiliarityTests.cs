using System.Globalization;
using System.Text.Json;
using Lucarne.Insight.Certainty;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Certainty;

public sealed class FamiliarityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-familiarity-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(40, 6)] // more pictures than figures
    [InlineData(8, 20)] // fewer
    public void A_distance_is_the_shrunk_mahalanobis_distance_that_numpy_computes(int pictures, int figures)
    {
        const string script =
            """
            import json, sys, numpy as np
            given = json.load(sys.stdin)
            x, q = np.array(given["rows"], dtype=np.float64), np.array(given["asked"], dtype=np.float64)
            m, s = x.mean(0), x.std(0)
            z, w = (x - m) / s, (q - m) / s
            shrunk = 0.7 * (z.T @ z) / len(x) + 0.3 * np.eye(x.shape[1])
            for row in w:
                print(row @ np.linalg.solve(shrunk, row) / x.shape[1])
            """;
        var (rows, asked) = (Rows(pictures, figures, 1), Rows(5, figures, 2));
        var expected = PythonOracle.Run(script, JsonSerializer.Serialize(new { rows, asked })).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var fitted = StageGaussian.Fit(rows);
        foreach (var (line, row) in expected.Zip(asked))
        {
            var value = double.Parse(line, CultureInfo.InvariantCulture);
            Assert.Equal(value, fitted.Distance(row), 1e-4 * value);
        }
    }

    [Fact]
    public void Pictures_of_another_kind_score_higher_than_new_ones_of_the_kind()
    {
        var seen = Seen(60, 3);
        var familiarity = Familiarity.Fit(seen);
        var own = Seen(40, 4).Max(familiarity.Score);
        Assert.All(Seen(40, 5, shift: 4), foreign => Assert.True(familiarity.Score(foreign) > own));
    }

    [Fact]
    public void Scores_that_leave_the_own_group_out_look_like_those_of_new_pictures()
    {
        var seen = Seen(80, 6);
        var crossed = Familiarity.CrossScores(seen, [.. seen.Select((_, i) => $"{i / 2}")], seed: 9);
        var familiarity = Familiarity.Fit(seen);
        var news = Seen(200, 7).Average(familiarity.Score);
        Assert.InRange(crossed.Average(), 0.9 * news, 1.25 * news);
        Assert.True(seen.Average(familiarity.Score) < crossed.Average());
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var familiarity = Familiarity.Fit(Seen(30, 8));
        var path = Path.Combine(_folder, "familiarity.safetensors");
        familiarity.Write(path);
        var read = Familiarity.Read(path);
        Assert.All(Seen(10, 9), one => Assert.Equal(familiarity.Score(one), read.Score(one)));
    }

    [Fact]
    public void A_channel_that_was_always_silent_does_not_outshout_the_others()
    {
        var rows = Rows(50, 10, 10);
        foreach (var row in rows) row[3] = 0;
        var whisper = Rows(1, 10, 11)[0];
        whisper[3] = 0;
        var before = StageGaussian.Fit(rows).Distance(whisper);
        whisper[3] = 0.02f;
        Assert.InRange(StageGaussian.Fit(rows).Distance(whisper) - before, 0, 0.2);
    }

    /// <summary>Figures that lean on each other, so that their covariance is none of independence.</summary>
    private static float[][] Rows(int count, int figures, int seed, double shift = 0)
    {
        var chance = Xoshiro256.For(seed, 0);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var common = chance.Normal();
            return Enumerable.Range(0, figures).Select(k => (float)(shift + (k % 3 == 0 ? common : 0) + ((1 + (k % 4)) * 0.3 * chance.Normal()))).ToArray();
        })];
    }

    private static Inspection[] Seen(int count, int seed, double shift = 0) =>
        [.. Rows(count, 8, seed, shift).Zip(Rows(count, 12, seed + 100, shift)).Select(pair => new Inspection([1], [0], [pair.First, pair.Second]))];
}
