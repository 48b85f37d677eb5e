using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Cli.Terminal;
using Lucarne.Imaging;
using Lucarne.Learning.Predict;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne predict</c>.</summary>
internal static class PredictCommand
{
    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run" };
        var files = new Argument<string[]>("FILE") { Description = "pictures", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "prints one JSON document and nothing else" };
        var device = RecipeArguments.Device();
        var command = new Command("predict", "judges pictures with a run's network") { run, files, json, device };
        command.SetWork((parsed, cancellation) =>
        {
            using var model = TrainedModel.Load(parsed.GetValue(run)!, Device.Parse(parsed.GetValue(device)!));
            var answers = new List<FileAnswer>();
            var refused = 0;
            foreach (var file in parsed.GetValue(files)!)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    var answer = model.Predict([file])[0];
                    answers.Add(new FileAnswer(file, answer.PredictedClass, answer.Confidence, answer.Probabilities));
                }
                catch (PictureException error)
                {
                    refused++;
                    Console.Error.WriteLine($"lucarne: {error.Message}");
                }
            }

            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(answers, Form));
            else Print(answers, model);
            return refused == 0 ? ExitCode.Done : ExitCode.Impossible;
        });
        return command;
    }

    private static void Print(List<FileAnswer> answers, TrainedModel model)
    {
        foreach (var answer in answers)
        {
            var others = string.Join(", ", answer.Probabilities.OrderByDescending(pair => pair.Value).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:P1}")));
            Console.WriteLine($"{answer.File}: {answer.PredictedClass} ({others})");
        }

        if (answers.Count > 0) Console.WriteLine($"Model {model.Recipe.Name}, {model.Recipe.Network.Name}. A help to the doctor, never a diagnosis; not clinically validated.");
    }

    private sealed record FileAnswer(string File, string PredictedClass, double Confidence, IReadOnlyDictionary<string, double> Probabilities);
}
