using System.CommandLine;
using Lucarne.Clinic;
using Lucarne.Learning.Recipes;

namespace Lucarne.Cli.Terminal;

/// <summary>Runs a command's work and turns what goes wrong into one sentence and an exit code.</summary>
internal static class Guarded
{
    private const string TraceVariable = "LUCARNE_TRACE";

    /// <summary>Gives a command its work.</summary>
    public static void SetWork(this Command command, Func<ParseResult, CancellationToken, int> work) =>
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption();
            return Run(() => work(parsed, interruption.Token), Console.Error, interruption.Token);
        });

    /// <summary>Runs work; whatever it throws becomes one line, followed by the stack where LUCARNE_TRACE is 1.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run(Func<int> work, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            return work();
        }
#pragma warning disable CA1031 // The last place where an exception can become a sentence.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            var error = SpokenError.Innermost(thrown);
            var (sentence, code) = Judge(error, cancellation);
            errors.WriteLine($"lucarne: {sentence}");
            if (IsTraced) errors.WriteLine(thrown);
            return code;
        }
    }

    private static bool IsTraced => Environment.GetEnvironmentVariable(TraceVariable) == "1";

    private static (string Sentence, int Code) Judge(Exception error, CancellationToken cancellation) => error switch
    {
        InterruptedException => (error.Message, ExitCode.Interrupted),
        OperationCanceledException when cancellation.IsCancellationRequested => ("interrupted; what was done is kept.", ExitCode.Interrupted),
        RecipeException => (SpokenError.SentenceOf(error), ExitCode.WrongCommandLine),
        DllNotFoundException => ($"a native library cannot be loaded ({SpokenError.SentenceOf(error)}); start Lucarne with ./lucarne, which installs and builds what is missing.", ExitCode.Impossible),
        OutOfMemoryException => ("there is not enough memory; take smaller pictures (--set input.size=…) or smaller batches (--set train.batch_size=…).", ExitCode.Impossible),
        IOException or UnauthorizedAccessException => (SpokenError.SentenceOf(error), ExitCode.Impossible),
        _ when SpokenError.Is(error) => (SpokenError.SentenceOf(error), ExitCode.Impossible),
        _ => ($"a fault of Lucarne's own, {error.GetType().Name}: {SpokenError.SentenceOf(error)} Please report it with what {TraceVariable}=1 in the environment shows.", ExitCode.Impossible),
    };
}
