using Lucarne.Insight.Exploration;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Exploration;

public sealed class LogisticRegressionTests
{
    [SkippableTheory]
    [InlineData(2, 120, 5)]
    [InlineData(4, 90, 60)]
    public void Probabilities_agree_with_scikit_learn(int classes, int count, int width)
    {
        var random = Xoshiro256.For(classes);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % classes)];
        double[][] rows = [.. labels.Select(label => Enumerable.Range(0, width).Select(d => random.Normal() + (d % classes == label ? 0.7 : 0)).ToArray())];
        var expected = Scikit.Answer(
            """
            from sklearn.linear_model import LogisticRegression
            x, y = np.array(given['rows']), np.array(given['labels'])
            answer = LogisticRegression(C=1, multi_class='multinomial', tol=1e-10, max_iter=5000).fit(x, y).predict_proba(x).tolist()
            """,
            new { rows, labels }).Rows();
        var model = LogisticRegression.Fit(rows, labels, classes);
        for (var i = 0; i < count; i++)
        {
            var found = model.Probabilities(rows[i]);
            for (var k = 0; k < classes; k++) Assert.Equal(expected[i][k], found[k], 2e-4);
        }
    }

    [Fact]
    public void The_minimum_of_a_narrow_valley_is_found()
    {
        // f = (x − 3)² + 100 (y + 2)², lowest at (3, −2).
        var found = LimitedMemoryBfgs.Minimise([0, 0], (at, slope) =>
        {
            (slope[0], slope[1]) = (2 * (at[0] - 3), 200 * (at[1] + 2));
            return ((at[0] - 3) * (at[0] - 3)) + (100 * (at[1] + 2) * (at[1] + 2));
        }, 1e-9, 200, CancellationToken.None);
        Assert.Equal(3, found[0], 1e-8);
        Assert.Equal(-2, found[1], 1e-8);
    }
}
