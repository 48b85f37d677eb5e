using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Commands.Runs;

/// <summary><c>lucarne compare</c>.</summary>
internal static class CompareCommand
{
    private const int Seed = 42;

    public static Command Create()
    {
        var first = new Argument<string>("FIRST") { Description = "the folder of a run, of a cross-validation, or of `evaluate --out`" };
        var second = new Argument<string>("SECOND") { Description = "another one, judged on the same pictures" };
        var json = new Option<bool>("--json") { Description = "prints one JSON document and nothing else" };
        var command = new Command("compare", "compares two networks on the pictures that both were judged on") { first, second, json };
        command.SetWork((parsed, _) =>
        {
            var comparison = PairedComparison.Of(new RunFolder(parsed.GetValue(first)!), new RunFolder(parsed.GetValue(second)!), Seed);
            Console.WriteLine(parsed.GetValue(json) ? comparison.ToJson() : Words(comparison));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Words(PairedComparison c) => string.Create(CultureInfo.InvariantCulture,
        $"""
        on {c.N} pictures in {c.Units} groups: first {c.AccuracyFirst:P1}, second {c.AccuracySecond:P1}, difference {100 * c.Difference:+0.0;-0.0;0.0} points (95 % interval {100 * c.DifferenceCi95.Low:+0.0;-0.0;0.0} to {100 * c.DifferenceCi95.High:+0.0;-0.0;0.0})
        only the first right {c.OnlyFirst}, only the second right {c.OnlySecond}: McNemar's exact test p = {c.McNemarP:0.###}{(c.Units < c.N ? " (which takes pictures for independent; the interval goes by groups)" : "")}
        {(c.DifferenceCi95.Low > 0 ? "The second is better." : c.DifferenceCi95.High < 0 ? "The first is better." : "The difference may be chance.")}{(c.LeftOut > 0 ? $" {c.LeftOut} answers to other pictures were left out." : "")}
        """);
}
