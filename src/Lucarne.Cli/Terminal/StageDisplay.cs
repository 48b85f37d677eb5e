using Lucarne.Learning;
using Spectre.Console;

namespace Lucarne.Cli.Terminal;

/// <summary>Shows how far a run is, on standard error: bars with the time left on a terminal, a line now and then elsewhere.</summary>
internal static class StageDisplay
{
    private static readonly Dictionary<Stage, string> Names = new()
    {
        [Stage.Check] = "checking",
        [Stage.Prepare] = "preparing",
        [Stage.Load] = "decoding",
        [Stage.Train] = "training",
        [Stage.Evaluate] = "judging",
        [Stage.Refit] = "refitting",
        [Stage.Study] = "studying",
        [Stage.Report] = "reporting",
    };

    /// <summary>What a person calls a stage.</summary>
    public static string NameOf(Stage stage) => Names[stage];

    /// <summary>Runs work that reports its progress.</summary>
    public static T Show<T>(Func<IProgress<StageProgress>, T> work)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !terminal.Profile.Capabilities.Interactive) return work(new PlainLines(Console.Error, TimeProvider.System));
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
}
