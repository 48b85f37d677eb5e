using System.CommandLine;
using System.CommandLine.Help;
using Lucarne.Cli.Commands;
using Lucarne.Cli.Terminal;

namespace Lucarne.Cli;

/// <summary>All commands, and how a command line is read.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Lucarne: from a folder of medical pictures to a trained, judged and explained network. A help to the doctor, never a diagnosis.")
    {
        RecipesCommand.Create(),
        CheckCommand.Create(),
        PrepareCommand.Create(),
        TrainCommand.Create(),
        CrossvalCommand.Create(),
        EvaluateCommand.Create(),
        CompareCommand.Create(),
        ReportCommand.Create(),
        PredictCommand.Create(),
        ExplainCommand.Create(),
        StudyCommand.Create(),
        ClusterCommand.Create(),
        ExportCommand.Create(),
        ServeCommand.Create(),
        DemoCommand.Create(),
        ConvertCommand.Create(),
        ContoursCommand.Create(),
        SegmentCommand.Create(),
        PhantomCommand.Create(),
        WeightsCommand.Create(),
        WorkerCommand.Create(),
        AuditCommand.Create(),
        BackupCommands.Backup(),
        BackupCommands.Restore(),
        BenchCommand.Create(),
    };

    /// <summary>Reads a command line and does what it says.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
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
