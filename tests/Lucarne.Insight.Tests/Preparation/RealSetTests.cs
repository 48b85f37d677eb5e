using Lucarne.Imaging;
using Lucarne.Insight.Clusters;
using Lucarne.Insight.Features;
using Lucarne.Insight.Preparation;
using Lucarne.Learning.Load;

namespace Lucarne.Insight.Tests.Preparation;

/// <summary>The same figures as scikit-learn's on features of real pictures, whose columns are skewed, heavy-tailed and correlated as drawn ones are not.</summary>
public sealed class RealSetTests
{
    private const string Script =
        """
        from sklearn.preprocessing import StandardScaler
        from sklearn.decomposition import PCA
        from sklearn.cluster import KMeans
        from sklearn.metrics import silhouette_score
        from sklearn.feature_selection import f_classif, mutual_info_classif
        x, y = np.array(given['rows']), np.array(given['labels'])
        s = StandardScaler().fit_transform(x)
        pca = PCA(n_components=6, svd_solver='full').fit(s)
        z = np.array(given['points'])
        k = KMeans(n_clusters=3, init=z[[0, 40, 90]], n_init=1, tol=0, algorithm='lloyd').fit(z)
        f, p = f_classif(x, y)
        answer = {'ratios': pca.explained_variance_ratio_.tolist(), 'f': f.tolist(), 'information': mutual_info_classif(x, y, random_state=0).tolist(),
                  'labels': k.labels_.tolist(), 'inertia': k.inertia_, 'silhouette': silhouette_score(z, k.labels_)}
        """;

    [SkippableFact]
    public void Components_ranking_and_clusters_of_the_brain_mri_agree_with_scikit_learn()
    {
        var folder = SharedData.Folder("brain-mri");
        LabelledPicture[] pictures = [.. new[] { "no", "yes" }.SelectMany((name, label) => Directory.GetFiles(Path.Combine(folder, name)).Order(StringComparer.Ordinal)
            .Select(path => new LabelledPicture($"{name}/{Path.GetFileName(path)}", path, label, path)))];
        var table = FeatureExtraction.Of([.. pictures.Select(picture => (picture, "train"))], ["no", "yes"], PictureLimits.Default, null, CancellationToken.None);

        // Exact copies tie in every feature, and the noise that parts ties differs.
        table = table with { Rows = [.. table.Rows.DistinctBy(row => string.Join(' ', row.Values))] };
        var prepared = PreparedFeatures.Fit(table);
        double[][] rows = [.. table.Rows.Select(row => prepared.Cleaning.Apply(row.Values))];
        int[] labels = [.. table.Rows.Select(row => row.Class == "yes" ? 1 : 0)];
        double[][] points = [.. prepared.Train.Select(row => prepared.Components.Project(row)[..6])];
        var expected = Scikit.Answer(Script, new { rows, labels, points });

        for (var c = 0; c < 6; c++) Assert.Equal(expected.GetProperty("ratios")[c].GetDouble(), prepared.Components.Explained[c], 1e-9);
        var compared = 0;
        for (var column = 0; column < prepared.Names.Count; column++)
        {
            double[] values = [.. rows.Select(row => row[column])];
            // scikit-learn takes differences of sums of squares, which costs digits where a mean is large.
            Assert.Equal(1, VarianceRatio.Of(values, labels).F / expected.GetProperty("f")[column].GetDouble(), 1e-6);
            if (values.Distinct().Count() < values.Length) continue;
            Assert.Equal(expected.GetProperty("information")[column].GetDouble(), MutualInformation.Of(values, labels, 1), 1e-6);
            compared++;
        }

        Assert.True(compared > 20, $"only {compared} features without ties were compared");
        var found = KMeans.From(points, [points[0], points[40], points[90]]);
        Assert.Equal(expected.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32()), found.Labels);
        Assert.Equal(1, found.Inertia / expected.GetProperty("inertia").GetDouble(), 1e-9);
        Assert.Equal(expected.GetProperty("silhouette").GetDouble(), Silhouette.Of(points, found.Labels).Average(), 1e-9);
    }
}
