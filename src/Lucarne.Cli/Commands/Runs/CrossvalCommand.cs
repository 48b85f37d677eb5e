using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Insight.Certainty;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands.Runs;

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
        var beside = new Option<bool>("--beside-random") { Description = "does it all once more with pictures dealt to folds one by one, whatever patient they are of, and names the gap: leakage" };
        var language = SpokenLanguage.Option();
        var command = new Command("crossval", "trains once per fold and judges every picture by a network that had not seen it") { recipe, data, into, folds, set, beside, language, device, resume };
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
            var result = Run(request, parsed.GetValue(folds), ignoresGroups: false, cancellation);
            var leakage = parsed.GetValue(beside) ? Beside(request, result, cancellation) : null;
            Print(result);
            var (lines, warning) = CrossvalReport.Write(result, request.Recipe, leakage, cancellation);
            if (warning is not null) Console.Error.WriteLine($"note: {warning}");
            foreach (var line in lines) Console.WriteLine(line.In(parsed.GetValue(language)!));
            Console.WriteLine($"folds  {result.Place.Path}");
            Console.WriteLine($"report {result.Place.Report}");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A folder of its own within the cross-validation's; a resumed one goes on there too.</summary>
    private static Leakage Beside(TrainingRequest request, CrossValidationResult grouped, CancellationToken cancellation)
    {
        var random = Run(request with { Out = Path.Combine(request.Out, "random") }, grouped.Folds.Count, ignoresGroups: true, cancellation);
        return Leakage.Of(grouped, random, request.Recipe.Train.Seed);
    }

    private static CrossValidationResult Run(TrainingRequest request, int folds, bool ignoresGroups, CancellationToken cancellation)
    {
        try
        {
            return StageDisplay.Show(progress => CrossValidation.Execute(request, folds, TimeProvider.System, progress, ignoresGroups, cancellation));
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
    }
}
