using System.CommandLine;
using Lucarne.Cli.Commands;
using Lucarne.Cli.Terminal;

var root = new RootCommand("Lucarne: from a folder of medical pictures to a trained, judged and explained network. A help to the doctor, never a diagnosis.")
{
    RecipesCommand.Create(),
    CheckCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    PredictCommand.Create(),
    DemoCommand.Create(),
    PhantomCommand.Create(),
    WeightsCommand.Create(),
    BenchCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine($"lucarne: {error.Message}");
    Console.Error.WriteLine("lucarne: see `./lucarne --help`, or `./lucarne COMMAND --help`.");
    return ExitCode.WrongCommandLine;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
