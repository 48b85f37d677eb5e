using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;

namespace Lucarne.Learning.Tests.Train;

public class RateScheduleTests
{
    [Fact]
    public void A_constant_rate_rises_over_the_warm_up_step_by_step()
    {
        // Half an epoch of eight steps is four.
        var schedule = new RateSchedule(new ScheduleOptions { Name = ScheduleName.Constant, WarmupEpochs = 0.5 }, 8, 3);
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1], Enumerable.Range(0, 6).Select(step => schedule.At(step)));
    }

    [Fact]
    public void A_cosine_falls_from_one_to_nought_over_all_steps_after_the_warm_up()
    {
        // 2 epochs of 6 steps, of which 2 rise: the fall has 10, its middle is step 7 and its last quarter step 9.5.
        var schedule = new RateSchedule(new ScheduleOptions { Name = ScheduleName.Cosine, WarmupEpochs = 1.0 / 3 }, 6, 2);
        Assert.Equal(0.5, schedule.At(0), 1e-12);
        Assert.Equal(1, schedule.At(2), 1e-12);
        Assert.Equal(0.5, schedule.At(7), 1e-12);
        Assert.Equal((1 + Math.Cos(Math.PI * 0.9)) / 2, schedule.At(11), 1e-12);
    }

    [Fact]
    public void One_cycle_begins_at_a_twenty_fifth_peaks_once_and_ends_near_nought()
    {
        // torch.optim.lr_scheduler.OneCycleLR's defaults: 1 / div_factor = 0.04 at first, 0.04 / 1e4 at last, the peak at 0.3 · 20 − 1 = 5.
        var schedule = new RateSchedule(new ScheduleOptions { Name = ScheduleName.OneCycle }, 10, 2);
        Assert.Equal(0.04, schedule.At(0), 1e-12);
        Assert.Equal(1, schedule.At(5), 1e-12);
        Assert.Equal(0.04 / 1e4, schedule.At(19), 1e-12);
    }

    [Fact]
    public void A_plateau_lowers_the_rate_after_more_epochs_than_its_patience()
    {
        var schedule = new RateSchedule(new ScheduleOptions { Name = ScheduleName.Plateau, Patience = 1, Factor = 0.1 }, 4, 10);
        var factors = new List<double>();
        foreach (var loss in new[] { 1.0, 0.9, 0.9, 0.9, 0.95, 0.8 })
        {
            schedule.Plateau.Observe(loss);
            factors.Add(Math.Round(schedule.At(0), 12));
        }

        // 0.9 twice over is waited for once, the second time the rate falls; the wait begins anew.
        Assert.Equal([1, 1, 1, 0.1, 0.1, 0.1], factors);
    }
}
