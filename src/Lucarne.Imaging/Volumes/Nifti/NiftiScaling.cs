namespace Lucarne.Imaging.Volumes;

/// <summary>What the stored numbers of a NIfTI file mean: value = stored × slope + intercept (scl_slope, scl_inter).</summary>
/// <param name="Slope">Not 0. Kept in single precision.</param>
/// <param name="Intercept">Kept in single precision.</param>
public readonly record struct NiftiScaling(double Slope, double Intercept)
{
    /// <summary>The stored numbers are the values.</summary>
    public static NiftiScaling None { get; } = new(1, 0);
}
