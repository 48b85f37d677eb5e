using System.Globalization;
using Lucarne.Learning;

namespace Lucarne.Cli.Terminal;

/// <summary>
/// Progress as lines, for a file or a log: one where a stage begins, one where it ends, one for each note, and between them one per
/// tenth at most, two seconds apart.
/// </summary>
internal sealed class PlainLines(TextWriter writer, TimeProvider clock) : IProgress<StageProgress>
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private readonly Dictionary<Stage, (long Tenth, long Time)> _last = [];
    private readonly long _started = clock.GetTimestamp();

    public void Report(StageProgress value)
    {
        lock (_last)
        {
            var tenth = 10 * value.Done / Math.Max(1, value.Total);
            var now = clock.GetTimestamp();
            if (_last.TryGetValue(value.Stage, out var last) && value.Note is null && !IsDue(value, tenth, last, now)) return;
            _last[value.Stage] = (tenth, now);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"[{clock.GetElapsedTime(_started):mm\\:ss}] {StageDisplay.NameOf(value.Stage)} {value.Done}/{value.Total}{(value.Note is null ? "" : " · " + value.Note)}"));
        }
    }

    private bool IsDue(StageProgress value, long tenth, (long Tenth, long Time) last, long now) =>
        tenth > last.Tenth && (value.Done == value.Total || clock.GetElapsedTime(last.Time, now) >= Apart);
}
