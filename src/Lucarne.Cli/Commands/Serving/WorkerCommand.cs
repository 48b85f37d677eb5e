using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Working;

namespace Lucarne.Cli.Commands.Serving;

/// <summary><c>lucarne worker</c>.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var clinic = new ClinicArguments();
        var name = new Option<string?>("--name") { Description = "the worker's name, no other's; by default made of the machine's name and the process" };
        var supervised = new Option<bool>("--supervised") { Description = "stops when standard input closes" };
        var kinds = new Option<JobKind[]>("--kinds") { Description = "does these only: import, predict, segment, explain, train, report", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Enum.GetValues<JobKind>() };
        var command = new Command("worker", "does the work of a clinic: imports, predictions, segmentations, trainings") { name, kinds, supervised };
        clinic.AddTo(command);
        command.SetWork((parsed, cancellation) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (parsed.GetValue(supervised)) _ = StopWhenInputClosesAsync(stop);
            return clinic.Run(parsed, async database =>
            {
                var options = new WorkerOptions
                {
                    Name = parsed.GetValue(name) ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}"),
                    Kinds = parsed.GetValue(kinds)!,
                    RecipesFolder = Home.Recipes,
                    CacheFolder = Home.Cache,
                    WeightFolders = Home.WeightFolders,
                    Tell = line => Console.Error.WriteLine(line),
                };
                using var worker = new ClinicWorker(database, options, TimeProvider.System);
                Console.Error.WriteLine($"worker {options.Name} waits for jobs; Ctrl-C stops it.");
                await worker.RunAsync(stop.Token);
                return ExitCode.Done;
            }, stop.Token);
        });
        return command;
    }

    private static async Task StopWhenInputClosesAsync(CancellationTokenSource stop)
    {
        var buffer = new byte[256];
        await using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(buffer, stop.Token) > 0)
        {
        }

        await stop.CancelAsync();
    }
}
