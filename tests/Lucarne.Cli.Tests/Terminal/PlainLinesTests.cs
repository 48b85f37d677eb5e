using Lucarne.Cli.Terminal;
using Lucarne.Learning;

namespace Lucarne.Cli.Tests.Terminal;

public sealed class PlainLinesTests
{
    [Fact]
    public void A_short_stage_is_a_line_where_it_begins_and_one_where_it_ends() =>
        Assert.Equal(["[00:00] checking 1/100", "[00:01] checking 100/100"], Lines(TimeSpan.FromMilliseconds(10), note: null));

    [Fact]
    public void A_long_stage_is_a_line_per_tenth() =>
        Assert.Equal(11, Lines(TimeSpan.FromSeconds(1), note: null).Length);

    [Fact]
    public void Each_note_is_a_line() => Assert.Equal(100, Lines(TimeSpan.FromMilliseconds(1), "epoch done").Length);

    private static string[] Lines(TimeSpan step, string? note)
    {
        using var writer = new StringWriter();
        var clock = new SteppingClock();
        var lines = new PlainLines(writer, clock);
        for (var done = 1; done <= 100; done++)
        {
            clock.Now += step;
            lines.Report(new StageProgress(Stage.Check, done, 100, note));
        }

        return [.. writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }

    private sealed class SteppingClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
