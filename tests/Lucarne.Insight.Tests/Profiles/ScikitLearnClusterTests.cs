using Lucarne.Insight.Clusters;

namespace Lucarne.Insight.Tests.Profiles;

public sealed class ScikitLearnClusterTests
{
    private static readonly double[][] Centres = [[0, 0, 0], [3, 1, 0], [0, 4, 2], [5, 5, 5]];

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lloyds_iteration_from_the_same_starts_ends_where_scikit_learn_does(int seed)
    {
        var (points, _) = Drawn.Clouds(Centres, 40, 1.3, seed);
        double[][] starts = [points[3], points[50], points[90], points[91]];
        var expected = Scikit.Answer(
            """
            from sklearn.cluster import KMeans
            found = KMeans(n_clusters=4, init=np.array(given['starts']), n_init=1, tol=0, max_iter=300, algorithm='lloyd').fit(np.array(given['points']))
            answer = {'labels': found.labels_.tolist(), 'centres': found.cluster_centers_.tolist(), 'inertia': found.inertia_}
            """,
            new { points, starts });

        var found = KMeans.From(points, starts);

        Assert.Equal(expected.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32()), found.Labels);
        Assert.Equal(expected.GetProperty("inertia").GetDouble(), found.Inertia, 1e-8);
        var centres = expected.GetProperty("centres").Rows();
        for (var k = 0; k < 4; k++)
            for (var d = 0; d < 3; d++) Assert.Equal(centres[k][d], found.Centres[k][d], 1e-9);
    }

    [SkippableFact]
    public void Silhouettes_agree_with_scikit_learn()
    {
        var (points, labels) = Drawn.Clouds(Centres, 25, 1.5, 7);
        // A cluster of one, whose silhouette is 0 by definition.
        labels[0] = 4;
        var expected = Scikit.Answer(
            """
            from sklearn.metrics import silhouette_samples
            answer = silhouette_samples(np.array(given['points']), np.array(given['labels'])).tolist()
            """,
            new { points, labels }).Numbers();
        var found = Silhouette.Of(points, labels);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-10);
    }

    [SkippableTheory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(3, 6)]
    public void Agreement_of_clusters_and_classes_agrees_with_scikit_learn(int seed, int clusters)
    {
        var random = Learning.Randomness.Xoshiro256.For(seed);
        int[] classes = [.. Enumerable.Range(0, 200).Select(_ => random.Below(3))];
        int[] found = [.. classes.Select(one => random.Unit() < 0.7 ? one % clusters : random.Below(clusters))];
        var expected = Scikit.Answer(
            """
            from sklearn import metrics as m
            a, b = given['found'], given['classes']
            table = m.cluster.contingency_matrix(b, a)
            answer = [m.adjusted_rand_score(b, a), m.normalized_mutual_info_score(b, a), float(table.max(axis=0).sum() / table.sum())]
            """,
            new { found, classes }).Numbers();
        var agreement = PartitionAgreement.Of(found, classes);
        Assert.Equal(expected[0], agreement.AdjustedRand, 1e-10);
        Assert.Equal(expected[1], agreement.MutualInformation, 1e-10);
        Assert.Equal(expected[2], agreement.Purity, 1e-10);
    }
}
