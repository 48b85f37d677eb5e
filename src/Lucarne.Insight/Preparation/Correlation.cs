namespace Lucarne.Insight.Preparation;

/// <summary>Pearson's correlation of columns.</summary>
internal static class Correlation
{
    /// <summary>The correlation of every two columns of rows [N][D], [D][D]; 0 where a column does not vary.</summary>
    public static double[][] Matrix(IReadOnlyList<double[]> rows)
    {
        var standard = Standardiser.Fit(rows).Apply(rows);
        var width = rows[0].Length;
        var matrix = new double[width][];
        for (var i = 0; i < width; i++) matrix[i] = new double[width];
        Parallel.For(0, width, i =>
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                foreach (var row in standard) sum += row[i] * row[j];
                matrix[i][j] = Math.Clamp(sum / rows.Count, -1, 1);
            }
        });
        for (var i = 0; i < width; i++)
            for (var j = i + 1; j < width; j++) matrix[i][j] = matrix[j][i];
        return matrix;
    }
}
