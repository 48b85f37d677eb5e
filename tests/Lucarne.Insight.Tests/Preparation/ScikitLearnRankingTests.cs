using Lucarne.Insight.Preparation;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Preparation;

public sealed class ScikitLearnRankingTests
{
    public static TheoryData<int, int> Sets => new() { { 1, 2 }, { 2, 3 }, { 3, 5 } };

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void F_and_p_agree_with_scikit_learn(int seed, int classes)
    {
        var (rows, labels) = Draw(seed, classes);
        var expected = Scikit.Answer(
            """
            from sklearn.feature_selection import f_classif
            f, p = f_classif(np.array(given['rows']), np.array(given['labels']))
            answer = {'f': f.tolist(), 'p': p.tolist()}
            """,
            new { rows, labels });
        for (var column = 0; column < rows[0].Length; column++)
        {
            var found = VarianceRatio.Of([.. rows.Select(row => row[column])], labels);
            var (f, p) = (expected.GetProperty("f")[column].GetDouble(), expected.GetProperty("p")[column].GetDouble());
            Assert.Equal(1, found.F / f, 1e-9);
            Assert.Equal(1, found.P / p, 1e-6);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Mutual_information_agrees_with_scikit_learn(int seed, int classes)
    {
        var (rows, labels) = Draw(seed, classes);
        // One class with one member, which both leave out.
        labels[0] = classes;
        var expected = Scikit.Answer(
            """
            from sklearn.feature_selection import mutual_info_classif
            answer = mutual_info_classif(np.array(given['rows']), np.array(given['labels']), random_state=0).tolist()
            """,
            new { rows, labels }).Numbers();

        // Noise of a ten-billionth of the values' size, which differs, may part two distances that are all but equal.
        for (var column = 0; column < expected.Length; column++)
            Assert.Equal(expected[column], MutualInformation.Of([.. rows.Select(row => row[column])], labels, 5), 1e-6);
    }

    [SkippableFact]
    public void Correlations_and_average_linkage_agree_with_numpy_and_scipy()
    {
        var rows = Drawn.Rows(50, 12, 4);
        var expected = Scikit.Answer(
            """
            from scipy.cluster.hierarchy import linkage, fcluster
            from scipy.spatial.distance import squareform
            r = np.corrcoef(np.array(given['rows']).T)
            z = linkage(squareform(np.round(1 - np.abs(r), 12), checks=False), 'average')
            answer = {'r': r.tolist(), 'z': z.tolist(), 'cut': fcluster(z, 0.6, 'distance').tolist()}
            """,
            new { rows });
        var found = Correlation.Matrix(rows);
        var r = expected.GetProperty("r").Rows();
        for (var i = 0; i < 12; i++)
            for (var j = 0; j < 12; j++) Assert.Equal(r[i][j], found[i][j], 1e-10);
        var linkage = AverageLinkage.Of([.. found.Select(row => row.Select(one => 1 - Math.Abs(one)).ToArray())]);
        var z = expected.GetProperty("z").Rows();
        for (var joint = 0; joint < 11; joint++)
        {
            Assert.Equal((int)z[joint][0], linkage.Joints[joint].First);
            Assert.Equal((int)z[joint][1], linkage.Joints[joint].Second);
            Assert.Equal(z[joint][2], linkage.Joints[joint].Distance, 1e-9);
        }

        int[] cut = [.. expected.GetProperty("cut").EnumerateArray().Select(one => one.GetInt32())];
        Assert.Equal(1, Lucarne.Insight.Clusters.PartitionAgreement.Of(linkage.Cut(0.6), cut).AdjustedRand, 1e-12);
        Assert.True(cut.Distinct().Count() is > 1 and < 12);
        Assert.Equal(Enumerable.Range(0, 12), linkage.Order().Order());
    }

    private static (double[][] Rows, int[] Labels) Draw(int seed, int classes)
    {
        var random = Xoshiro256.For(seed);
        int[] labels = [.. Enumerable.Range(0, 150).Select(_ => random.Below(classes))];
        return ([.. labels.Select(label => Enumerable.Range(0, 6).Select(column => (random.Normal() * (1 + column)) + (label * column * 0.8)).ToArray())], labels);
    }
}
