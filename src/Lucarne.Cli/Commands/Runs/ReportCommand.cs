using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Insight;
using Lucarne.Learning.Report;

namespace Lucarne.Cli.Commands.Runs;

/// <summary><c>lucarne report</c>.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run" };
        var pdf = new Option<bool>("--pdf") { Description = "prints it too, as report.en.pdf and report.fr.pdf, through Chromium" };
        var command = new Command("report", "writes a run's figures and its report.html anew from the run's files") { run, pdf };
        command.SetWork((parsed, cancellation) =>
        {
            var folder = parsed.GetValue(run)!;
            if (!File.Exists(Path.Combine(folder, "recipe.yaml"))) throw new ReportException($"{folder} is not the folder of a run; give one that `lucarne train` wrote.");
            if (RunFigures.Write(folder, InsightChapters.All(), cancellation).Warning is { } warning) Console.Error.WriteLine($"note: {warning}");
            Console.WriteLine(RunReport.Write(folder, InsightChapters.All()));
            if (!parsed.GetValue(pdf)) return ExitCode.Done;
            foreach (var printed in new PdfPrinter().Print(folder, cancellation)) Console.WriteLine(printed);
            return ExitCode.Done;
        });
        return command;
    }
}
