using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne crossval</c>.</summary>
internal static class CrossvalCommand
{
    public static Command Create()
    {
        var recipe = RecipeArguments.Recipe();
        var data = RecipeArguments.Data(required: true);
        var into = new Option<string>("--out") { Description = "a folder for the folds' runs and their common figures", Required = true };
        var folds = new Option<int>("--folds") { Description = "how many parts, each judged once; 2 or more", DefaultValueFactory = _ => 5 };
        folds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 2) result.AddError("--folds needs a number of 2 or more");
        });
        var set = RecipeArguments.Set();
        var device = RecipeArguments.Device();
        var resume = new Option<bool>("--resume") { Description = "keeps finished folds and goes on with the others" };
        var command = new Command("crossval", "trains once per fold and judges every picture by a network that had not seen it") { recipe, data, into, folds, set, device, resume };
        command.SetWork((parsed, cancellation) =>
        {
            var request = new TrainingRequest
            {
                Recipe = RecipeArguments.Load(parsed.GetValue(recipe)!, parsed.GetValue(set) ?? []),
                Data = parsed.GetValue(data)!,
                Out = parsed.GetValue(into)!,
                CacheFolder = Home.Cache,
                WeightFolders = Home.WeightFolders,
                Device = Device.Parse(parsed.GetValue(device)!),
                Resume = parsed.GetValue(resume),
            };
            Print(Run(request, parsed.GetValue(folds), cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static CrossValidationResult Run(TrainingRequest request, int folds, CancellationToken cancellation)
    {
        try
        {
            return StageDisplay.Show(progress => CrossValidation.Execute(request, folds, TimeProvider.System, progress, cancellation));
        }
        catch (OperationCanceledException error) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedException($"interrupted; what was done is kept in {request.Out}, and the same command with --resume goes on from there.", error);
        }
    }

    private static void Print(CrossValidationResult result)
    {
        for (var fold = 0; fold < result.Folds.Count; fold++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fold {fold + 1}: accuracy {result.Folds[fold].Accuracy:P1} on {result.Folds[fold].N} pictures"));
        TrainingReport.Print(result.Metrics);
        Console.WriteLine($"folds  {result.Place.Path}");
    }
}
