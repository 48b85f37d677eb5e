namespace Lucarne.Torch.Optimisers;

/// <summary>Factors for the learning rate over the steps of a training, as fractions of the base rate.</summary>
public static class Schedules
{
    /// <summary>
    /// Half a cosine from 1 to 0 after a linear warm-up (Loshchilov and Hutter 2017, without restarts).
    /// </summary>
    /// <param name="step">From 0.</param>
    /// <param name="total">All steps of the training.</param>
    /// <param name="warmup">Steps of the warm-up; its first step has the factor 1 / <paramref name="warmup"/>.</param>
    public static double Cosine(long step, long total, long warmup = 0)
    {
        if (step < warmup) return (step + 1.0) / warmup;
        var progress = Math.Clamp((step - warmup) / (double)Math.Max(1, total - warmup), 0, 1);
        return 0.5 * (1 + Math.Cos(Math.PI * progress));
    }

    /// <summary>
    /// The one-cycle policy (Smith and Topin 2018) with cosine annealing: the factors of <c>torch.optim.lr_scheduler.OneCycleLR</c>.
    /// </summary>
    /// <param name="step">From 0.</param>
    /// <param name="total">All steps of the training.</param>
    /// <param name="rise">The part of the steps in which the rate rises.</param>
    /// <param name="initialDivisor">The first factor is 1 / this.</param>
    /// <param name="finalDivisor">The last factor is the first / this.</param>
    public static double OneCycle(long step, long total, double rise = 0.3, double initialDivisor = 25, double finalDivisor = 1e4)
    {
        var (first, last) = (1 / initialDivisor, 1 / initialDivisor / finalDivisor);
        var peak = (rise * total) - 1;
        if (step < peak) return Anneal(first, 1, step / peak);
        return Anneal(1, last, peak < total - 1 ? Math.Min(1, (step - peak) / (total - 1 - peak)) : 0);
    }

    private static double Anneal(double from, double to, double progress) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * progress)));
}

/// <summary>
/// Lowers the rate when the validation loss has stopped falling: <c>torch.optim.lr_scheduler.ReduceLROnPlateau</c> with its defaults
/// (relative threshold 1e-4).
/// </summary>
/// <param name="patience">Epochs without improvement that are borne before the rate falls.</param>
/// <param name="factor">What the rate is multiplied by.</param>
public sealed class Plateau(int patience, double factor)
{
    private const double Threshold = 1e-4;

    /// <summary>The present factor of the base rate.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>The lowest loss seen.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    /// <summary>Epochs since the last improvement.</summary>
    public int Waited { get; private set; }

    /// <summary>Takes note of an epoch's validation loss.</summary>
    public void Observe(double loss)
    {
        if (loss < Best * (1 - Threshold)) (Best, Waited) = (loss, 0);
        else Waited++;
        if (Waited <= patience) return;
        Factor *= factor;
        Waited = 0;
    }

    /// <summary>Goes on from a checkpoint.</summary>
    public void Restore(double rateFactor, double best, int waited) => (Factor, Best, Waited) = (rateFactor, best, waited);
}
