using MathNet.Numerics.LinearAlgebra;

namespace Lucarne.Insight.Preparation;

/// <summary>
/// Principal components (Pearson 1901; Hotelling 1933): the directions in which rows vary most. Found from the eigenvectors of the
/// covariance matrix or, where there are fewer rows than columns, of the rows' inner products, which have the same eigenvalues.
/// </summary>
/// <param name="Centre">The mean of the rows it was fitted on, [D].</param>
/// <param name="Axes">Directions of length 1, [C][D], the one of largest variance first. Each points to where its largest entry is
/// positive, so that the same rows give the same signs.</param>
/// <param name="Variances">Along each axis, [C], divided by N − 1.</param>
/// <param name="TotalVariance">Of all columns together.</param>
internal sealed record PrincipalComponents(double[] Centre, double[][] Axes, double[] Variances, double TotalVariance)
{
    // Eigenvalues this far below the largest are what rounding leaves of zero.
    private const double Negligible = 1e-12;

    /// <summary>The part of the variance that each axis explains.</summary>
    public double[] Explained => [.. Variances.Select(variance => TotalVariance > 0 ? variance / TotalVariance : 0)];

    /// <summary>Finds the components of rows [N][D], N at least 2.</summary>
    /// <param name="rows">What is described.</param>
    /// <param name="most">The most components that are kept.</param>
    /// <param name="enough">Components are kept until they explain this part of the variance.</param>
    public static PrincipalComponents Fit(IReadOnlyList<double[]> rows, int most = int.MaxValue, double enough = 1)
    {
        var (count, width) = (rows.Count, rows[0].Length);
        if (width == 0) return new([], [], [], 0);
        double[] centre = [.. Enumerable.Range(0, width).Select(column => rows.Average(row => row[column]))];
        var centred = Matrix<double>.Build.Dense(count, width, (i, j) => rows[i][j] - centre[j]);
        var wide = count < width;
        var square = wide ? centred.TransposeAndMultiply(centred) : centred.TransposeThisAndMultiply(centred);
        var eigen = square.Evd(Symmetricity.Symmetric);
        double[] values = [.. eigen.EigenValues.Select(value => Math.Max(0, value.Real))];
        var total = values.Sum();
        var axes = new List<double[]>();
        var variances = new List<double>();
        var explained = 0.0;
        foreach (var at in Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]))
        {
            if (axes.Count == most || values[at] <= Negligible * total || (axes.Count > 0 && explained >= enough * total)) break;
            var vector = eigen.EigenVectors.Column(at);
            axes.Add(Pointed(wide ? centred.TransposeThisAndMultiply(vector).Normalize(2) : vector));
            variances.Add(values[at] / (count - 1));
            explained += values[at];
        }

        return new(centre, [.. axes], [.. variances], total / (count - 1));
    }

    /// <summary>The coordinates of a row along the axes, [C].</summary>
    public double[] Project(IReadOnlyList<double> row)
    {
        var scores = new double[Axes.Length];
        for (var axis = 0; axis < scores.Length; axis++)
        {
            var direction = Axes[axis];
            var sum = 0.0;
            for (var column = 0; column < direction.Length; column++) sum += (row[column] - Centre[column]) * direction[column];
            scores[axis] = sum;
        }

        return scores;
    }

    private static double[] Pointed(Vector<double> axis)
    {
        var largest = axis.AbsoluteMaximumIndex();
        return [.. axis[largest] < 0 ? -axis : axis];
    }
}
