using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Insight.Export;

namespace Lucarne.Cli.Commands.Runs;

/// <summary><c>lucarne export</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run" };
        var onnx = new Option<string>("--onnx") { Description = "the file to write", Required = true };
        var int8 = new Option<bool>("--int8") { Description = "keeps the weights in eight bits: a quarter of the size" };
        var command = new Command("export", "writes a run's network as ONNX, for programs that are not Lucarne") { run, onnx, int8 };
        command.SetWork((parsed, _) =>
        {
            var file = parsed.GetValue(onnx)!;
            var length = RunExport.Write(parsed.GetValue(run)!, file, parsed.GetValue(int8));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file} ({length / 1e6:F1} MB)"));
            return ExitCode.Done;
        });
        return command;
    }
}
