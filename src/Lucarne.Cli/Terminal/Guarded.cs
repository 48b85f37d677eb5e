using System.CommandLine;
using Lucarne.Imaging;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Train;
using Lucarne.Networks;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Cli.Terminal;

/// <summary>Runs a command's work and turns what goes wrong into one sentence and an exit code.</summary>
internal static class Guarded
{
    /// <summary>Gives a command its work.</summary>
    public static void SetWork(this Command command, Func<ParseResult, CancellationToken, int> work) =>
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(() => work(parsed, cancellation))));

    private static int Run(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("lucarne: interrupted; what was done is kept.");
            return ExitCode.Interrupted;
        }
        catch (RecipeException error)
        {
            return Say(error, ExitCode.WrongCommandLine);
        }
        catch (Exception error) when (IsExpected(error))
        {
            return Say(error, ExitCode.Impossible);
        }
    }

    private static bool IsExpected(Exception error) => error is
        PictureException or DataException or EvaluationException or TrainingException or PredictException or NetworkException or ReportException or
        SafetensorsException or TorchException or IOException or UnauthorizedAccessException;

    private static int Say(Exception error, int code)
    {
        Console.Error.WriteLine($"lucarne: {error.Message}");
        return code;
    }
}
