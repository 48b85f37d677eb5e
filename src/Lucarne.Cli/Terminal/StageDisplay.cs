using System.Globalization;
using Lucarne.Learning;
using Spectre.Console;

namespace Lucarne.Cli.Terminal;

/// <summary>Shows how far a run is, on standard error: bars with the time left on a terminal, a line now and then elsewhere.</summary>
internal static class StageDisplay
{
    private static readonly Dictionary<Stage, string> Names = new()
    {
        [Stage.Check] = "checking",
        [Stage.Load] = "decoding",
        [Stage.Train] = "training",
        [Stage.Evaluate] = "judging",
        [Stage.Refit] = "refitting",
        [Stage.Report] = "reporting",
    };

    /// <summary>Runs work that reports its progress.</summary>
    public static T Show<T>(Func<IProgress<StageProgress>, T> work)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !terminal.Profile.Capabilities.Interactive) return work(new Lines());
        return terminal.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bars(context)));
    }

    private sealed class Bars(ProgressContext context) : IProgress<StageProgress>
    {
        private readonly Dictionary<Stage, ProgressTask> _tasks = [];

        public void Report(StageProgress value)
        {
            lock (_tasks)
            {
                if (!_tasks.TryGetValue(value.Stage, out var task)) _tasks[value.Stage] = task = context.AddTask(Names[value.Stage]);
                task.MaxValue = Math.Max(1, value.Total);
                task.Value = value.Done;
                if (value.Note is { } note) task.Description = Markup.Escape($"{Names[value.Stage]} · {note}");
            }
        }
    }

    private sealed class Lines : IProgress<StageProgress>
    {
        private readonly Dictionary<Stage, int> _tenths = [];
        private readonly long _started = TimeProvider.System.GetTimestamp();

        public void Report(StageProgress value)
        {
            lock (_tenths)
            {
                var tenth = (int)(10 * value.Done / Math.Max(1, value.Total));
                if (value.Note is null && _tenths.TryGetValue(value.Stage, out var last) && tenth <= last) return;
                var isNew = !_tenths.TryGetValue(value.Stage, out var before) || tenth > before;
                _tenths[value.Stage] = tenth;
                if (!isNew && value.Note is null) return;
                var elapsed = TimeProvider.System.GetElapsedTime(_started);
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"[{elapsed:mm\\:ss}] {Names[value.Stage]} {value.Done}/{value.Total}{(value.Note is null ? "" : " · " + value.Note)}"));
            }
        }
    }
}
