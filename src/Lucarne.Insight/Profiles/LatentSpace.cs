using Lucarne.Insight.Preparation;
using Lucarne.Learning.Folders;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Insight.Profiles;

/// <summary>From a latent vector to the few coordinates in which profiles lie, and the profiles' centres there.</summary>
/// <param name="Scale">Fitted on the training part.</param>
/// <param name="Components">Fitted on the training part, standardised.</param>
/// <param name="Centres">Of the profiles, [K][C].</param>
internal sealed record LatentSpace(Standardiser Scale, PrincipalComponents Components, double[][] Centres)
{
    /// <summary>The part of the variance that is kept…</summary>
    public const double Enough = 0.9;

    /// <summary>… by so many components at most.</summary>
    public const int MostComponents = 30;

    // More vectors than this change the first components by nothing that shows, and finding them takes the cube of their number.
    private const int MostVectors = 1000;

    /// <summary>Fits the way into the space on latent vectors [N][D]; its directions on an even sample of them where there are more than a thousand.</summary>
    public static LatentSpace Fit(IReadOnlyList<double[]> vectors)
    {
        var scale = Standardiser.Fit(vectors);
        var step = (vectors.Count + MostVectors - 1) / MostVectors;
        return new(scale, PrincipalComponents.Fit(scale.Apply(vectors.Where((_, i) => i % step == 0)), MostComponents, Enough), []);
    }

    /// <summary>The coordinates of a latent vector [D], [C].</summary>
    public double[] Place(IReadOnlyList<double> vector) => Components.Project(Scale.Apply(vector));

    /// <summary>Writes profiles.safetensors, in double precision.</summary>
    public void Write(string path)
    {
        using var scope = new TensorScope();
        SafetensorsWriter.Write(path,
        [
            ("mean", Row(Scale.Means)), ("deviation", Row(Scale.Deviations)), ("centre", Row(Components.Centre)), ("axes", Matrix(Components.Axes)),
            ("variances", Row(Components.Variances)), ("total_variance", Row([Components.TotalVariance])), ("profiles", Matrix(Centres)),
        ]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="DataException">The file is missing or damaged.</exception>
    public static LatentSpace Read(string path)
    {
        try
        {
            using var scope = new TensorScope();
            using var file = SafetensorsFile.Open(path);
            double[] Row(string name) => file.Read(name).ToArray<double>();
            double[][] Matrix(string name) => [.. Row(name).Chunk((int)file.Entries[name].Shape[^1])];
            return new(new(Row("mean"), Row("deviation")), new(Row("centre"), Matrix("axes"), Row("variances"), Row("total_variance")[0]), Matrix("profiles"));
        }
        catch (Exception error) when (error is SafetensorsException or KeyNotFoundException or IOException)
        {
            throw new DataException($"'{path}' does not hold the profiles of a run ({error.Message.TrimEnd('.')}); run `lucarne cluster` again.", error);
        }
    }

    private static Tensor Row(double[] values) => Tensor.From<double>(values, values.Length);

    private static Tensor Matrix(double[][] rows) => Tensor.From<double>([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);
}
