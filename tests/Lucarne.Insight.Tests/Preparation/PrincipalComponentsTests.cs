using Lucarne.Insight.Preparation;

namespace Lucarne.Insight.Tests.Preparation;

public sealed class PrincipalComponentsTests
{
    private const string Script =
        """
        from sklearn.preprocessing import StandardScaler
        from sklearn.decomposition import PCA
        x = StandardScaler().fit_transform(np.array(given['rows']))
        pca = PCA(n_components=given['components'], svd_solver='full').fit(x)
        answer = {'variances': pca.explained_variance_.tolist(), 'ratios': pca.explained_variance_ratio_.tolist(),
                  'axes': pca.components_.tolist(), 'scores': pca.transform(x).tolist()}
        """;

    [SkippableTheory]
    [InlineData(60, 7)]
    [InlineData(25, 40)]
    public void Axes_variances_and_scores_agree_with_scikit_learn_up_to_the_sign_of_an_axis(int count, int width)
    {
        var rows = Drawn.Rows(count, width, seed: count);
        const int components = 5;
        var expected = Scikit.Answer(Script, new { rows, components });

        var scale = Standardiser.Fit(rows);
        var standard = scale.Apply(rows);
        var found = PrincipalComponents.Fit(standard, components);

        Assert.Equal(components, found.Axes.Length);
        var (axes, scores) = (expected.GetProperty("axes").Rows(), expected.GetProperty("scores").Rows());
        for (var c = 0; c < components; c++)
        {
            Assert.Equal(expected.GetProperty("variances")[c].GetDouble(), found.Variances[c], 1e-9);
            Assert.Equal(expected.GetProperty("ratios")[c].GetDouble(), found.Explained[c], 1e-9);
            var sign = Math.Sign(axes[c].Zip(found.Axes[c], (a, b) => a * b).Sum());
            for (var d = 0; d < width; d++) Assert.Equal(sign * axes[c][d], found.Axes[c][d], 1e-8);
            for (var i = 0; i < count; i++) Assert.Equal(sign * scores[i][c], found.Project(standard[i])[c], 1e-8);
        }
    }

    [Fact]
    public void Components_are_kept_until_they_explain_enough()
    {
        // Two columns that vary by 3 and by 1, uncorrelated: variances 9 : 1, so the first explains nine tenths.
        double[][] rows = [[3, 1], [3, -1], [-3, 1], [-3, -1]];
        Assert.Single(PrincipalComponents.Fit(rows, enough: 0.9).Axes);
        Assert.Equal(2, PrincipalComponents.Fit(rows, enough: 0.91).Axes.Length);
    }

    [Fact]
    public void Rows_that_are_all_alike_have_no_component() => Assert.Empty(PrincipalComponents.Fit([[1, 2], [1, 2], [1, 2]]).Axes);

    [Fact]
    public void Rows_without_columns_have_none_either() => Assert.Empty(PrincipalComponents.Fit([[], []]).Axes);

    [Fact]
    public void A_column_that_does_not_vary_is_zero_once_standardised() =>
        Assert.Equal([0, 1], Standardiser.Fit([[5, 1], [5, 3]]).Apply([5, 3]));
}
