using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Imaging;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne phantom</c>.</summary>
internal static class PhantomCommand
{
    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = "kidney" };
        var into = new Option<string>("--out") { Description = "the folder to draw into", Required = true };
        var patients = new Option<int>("--patients") { Description = "patients per class", DefaultValueFactory = _ => 20 };
        var slices = new Option<int>("--slices") { Description = "slices per patient", DefaultValueFactory = _ => 4 };
        var seed = new Option<int>("--seed") { Description = "the same seed draws the same pictures", DefaultValueFactory = _ => 42 };
        var command = new Command("phantom", "draws synthetic patients") { kind, into, patients, slices, seed };
        command.SetWork((parsed, cancellation) =>
        {
            if (parsed.GetValue(kind) != "kidney")
            {
                Console.Error.WriteLine($"lucarne: there is no phantom '{parsed.GetValue(kind)}'; there is kidney.");
                return ExitCode.WrongCommandLine;
            }

            if (parsed.GetValue(patients) < 1 || parsed.GetValue(slices) < 1)
            {
                Console.Error.WriteLine("lucarne: --patients and --slices must be 1 or more.");
                return ExitCode.WrongCommandLine;
            }

            var place = parsed.GetValue(into)!;
            var files = KidneyPhantom.WriteDataset(place, parsed.GetValue(patients), parsed.GetValue(slices), unchecked((ulong)parsed.GetValue(seed)), cancellation);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Count} pictures and groups.csv in {place}"));
            return ExitCode.Done;
        });
        return command;
    }
}
