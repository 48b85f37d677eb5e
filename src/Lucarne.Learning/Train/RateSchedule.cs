using Lucarne.Learning.Recipes;
using Lucarne.Torch.Optimisers;

namespace Lucarne.Learning.Train;

/// <summary>The factor of the learning rate at each step of a training.</summary>
/// <param name="options">The rule.</param>
/// <param name="stepsPerEpoch">Batches in an epoch.</param>
/// <param name="epochs">All epochs.</param>
internal sealed class RateSchedule(ScheduleOptions options, int stepsPerEpoch, int epochs)
{
    /// <summary>The part of the rule that looks at the validation loss.</summary>
    public Plateau Plateau { get; } = new(options.Patience, options.Factor);

    /// <summary>The factor at a step, counted from 0 over the whole training.</summary>
    public double At(long step)
    {
        var (total, warmup) = ((long)stepsPerEpoch * epochs, (long)Math.Round(options.WarmupEpochs * stepsPerEpoch));
        return options.Name switch
        {
            ScheduleName.Cosine => Schedules.Cosine(step, total, warmup),
            ScheduleName.OneCycle => Schedules.OneCycle(step, total),
            ScheduleName.Plateau => Rise(step, warmup) * Plateau.Factor,
            _ => Rise(step, warmup),
        };
    }

    private static double Rise(long step, long warmup) => step < warmup ? (step + 1.0) / warmup : 1;
}
