using Lucarne.Torch.Optimisers;

namespace Lucarne.Torch.Tests.Optimisers;

public class SchedulesTests
{
    [Fact]
    public void The_cosine_rises_through_its_warm_up_and_starts_to_fall_from_1()
    {
        double[] rise = [.. Enumerable.Range(0, 4).Select(step => Schedules.Cosine(step, 24, 4))];
        Assert.Equal([0.25, 0.5, 0.75, 1], rise);

        // After the warm-up of 4, step 14 is half of the remaining 20: (1 + cos π/2) / 2.
        Assert.Equal(1, Schedules.Cosine(4, 24, 4), 1e-15);
        Assert.Equal(0.5, Schedules.Cosine(14, 24, 4), 1e-15);
        Assert.Equal(0, Schedules.Cosine(24, 24, 4), 1e-15);
        Assert.Equal(0, Schedules.Cosine(1000, 24, 4), 1e-15);
    }

    [Theory]
    [InlineData(10, 0.1)] // The rise would end at step 0, where torch divides by zero.
    [InlineData(10, 1)] // The fall would have no steps.
    [InlineData(10, 0)]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.3)]
    public void One_cycle_is_a_number_between_0_and_1_whatever_its_length(long total, double rise)
    {
        for (var step = 0; step < total + 3; step++) Assert.InRange(Schedules.OneCycle(step, total, rise), 1e-12, 1);
    }

    [Fact]
    public void One_cycle_has_its_peak_where_the_rise_ends()
    {
        // rise · total − 1 = 0.3 · 100 − 1 = 29.
        Assert.Equal(1 / 25.0, Schedules.OneCycle(0, 100), 1e-15);
        Assert.Equal(1, Schedules.OneCycle(29, 100), 1e-15);
        Assert.Equal(1 / 25.0 / 1e4, Schedules.OneCycle(99, 100), 1e-15);
    }

    [Fact]
    public void A_plateau_restored_from_a_checkpoint_falls_when_the_first_would_have_fallen()
    {
        var first = new Plateau(2, 0.1);
        foreach (var loss in (double[])[1, 1, 1]) first.Observe(loss);
        var second = new Plateau(2, 0.1);
        second.Restore(first.Factor, first.Best, first.Waited);
        Assert.Equal(1, second.Factor);
        second.Observe(1);
        Assert.Equal(0.1, second.Factor);
        Assert.Equal(0, second.Waited);
    }
}
