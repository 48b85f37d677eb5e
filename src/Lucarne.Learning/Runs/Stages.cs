namespace Lucarne.Learning.Runs;

/// <summary>Times the stages of a run.</summary>
internal sealed class Stages(TimeProvider clock)
{
    private readonly Dictionary<string, double> _seconds = [];

    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    public T Time<T>(string stage, Func<T> work)
    {
        var started = clock.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            _seconds[stage] = _seconds.GetValueOrDefault(stage) + Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3);
        }
    }

    public void Time(string stage, Action work) => Time(stage, () =>
    {
        work();
        return 0;
    });
}
