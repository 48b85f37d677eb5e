using System.CommandLine;
using System.CommandLine.Help;
using Lucarne.Cli.Commands;
using Lucarne.Cli.Commands.Pictures;
using Lucarne.Cli.Commands.Runs;
using Lucarne.Cli.Commands.Scans;
using Lucarne.Cli.Commands.Serving;
using Lucarne.Cli.Terminal;

namespace Lucarne.Cli;

/// <summary>All commands, and how a command line is read.</summary>
internal static class CommandLine
{
    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("recipes", RecipesCommand.Create),
        ("check", CheckCommand.Create),
        ("prepare", PrepareCommand.Create),
        ("train", TrainCommand.Create),
        ("crossval", CrossvalCommand.Create),
        ("evaluate", EvaluateCommand.Create),
        ("compare", CompareCommand.Create),
        ("report", ReportCommand.Create),
        ("predict", PredictCommand.Create),
        ("explain", ExplainCommand.Create),
        ("study", StudyCommand.Create),
        ("cluster", ClusterCommand.Create),
        ("export", ExportCommand.Create),
        ("serve", ServeCommand.Create),
        ("demo", DemoCommand.Create),
        ("convert", ConvertCommand.Create),
        ("contours", ContoursCommand.Create),
        ("segment", SegmentCommand.Create),
        ("phantom", PhantomCommand.Create),
        ("weights", WeightsCommand.Create),
        ("worker", WorkerCommand.Create),
        ("audit", AuditCommand.Create),
        ("backup", BackupCommands.Backup),
        ("restore", BackupCommands.Restore),
        ("bench", BenchCommand.Create),
    ];

    /// <summary>All commands; where the first word names one, it alone is made, for the others would cost every start some hundredths of a second.</summary>
    public static RootCommand Create(string? first = null)
    {
        var root = new RootCommand("Lucarne: from a folder of medical pictures to a trained, judged and explained network. A help to the doctor, never a diagnosis.");
        var chosen = Array.FindAll(Commands, command => command.Name == first);
        foreach (var (_, create) in chosen.Length > 0 ? chosen : Commands) root.Add(create());
        return root;
    }

    /// <summary>Reads a command line and does what it says.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        var parsed = Create(arguments.FirstOrDefault()).Parse(arguments);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

        Console.Error.WriteLine($"lucarne: {Complaint(parsed)}; see `./lucarne{Path(parsed)} --help`.");
        return ExitCode.WrongCommandLine;
    }

    /// <summary>What is wrong, in one sentence. A word that no command knows is worth more than that a command is missing.</summary>
    private static string Complaint(ParseResult parsed)
    {
        var path = Path(parsed);
        if (parsed.UnmatchedTokens is [var first, ..])
        {
            if (first.StartsWith('-')) return $"there is no option {first}{(path.Length == 0 ? "" : $" of{path}")}";
            return parsed.CommandResult.Command.Subcommands.Count > 0
                ? $"there is no command '{(path.Length == 0 ? "" : path[1..] + " ")}{first}'"
                : $"'{first}' is more than{path} takes";
        }

        if (path.Length == 0) return "a command is missing";
        var missing = parsed.CommandResult.Command.Options.Where(option => option.Required && parsed.GetResult(option) is not { Implicit: false, IdentifierToken: not null }).Select(option => option.Name).ToList();
        return missing.Count > 0
            ? $"{path[1..]} needs {string.Join(" and ", missing)}"
            : string.Join(" ", parsed.Errors.Select(error => error.Message)).TrimEnd('.');
    }

    private static string Path(ParseResult parsed)
    {
        var path = "";
        for (var result = parsed.CommandResult; result.Command is not RootCommand; result = (System.CommandLine.Parsing.CommandResult)result.Parent!)
            path = $" {result.Command.Name}{path}";
        return path;
    }
}
