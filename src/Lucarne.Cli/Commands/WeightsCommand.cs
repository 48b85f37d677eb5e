using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Networks.Weights;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne weights</c> and <c>lucarne weights fetch</c>.</summary>
internal static class WeightsCommand
{
    private static readonly string[] Endings = [".safetensors", ".pth", ".pt"];

    public static Command Create()
    {
        var command = new Command("weights", "lists the public weights that are there and that can be fetched") { Fetch() };
        command.SetWork((_, _) =>
        {
            foreach (var folder in Home.WeightFolders)
                foreach (var file in Found(folder))
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file),-36} {new FileInfo(file).Length / 1e6,8:F1} MB  {folder}"));
            foreach (var weights in WeightCatalogue.All.Where(weights => !Home.WeightFolders.SelectMany(Found).Any(file => Path.GetFileNameWithoutExtension(file) == weights.Name)))
                Console.WriteLine($"{weights.Name,-36} {"not here",11}  ./lucarne weights fetch {weights.Name}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Fetch()
    {
        var name = new Argument<string>("NAME") { Description = "such as resnet18_imagenet" };
        var command = new Command("fetch", "downloads public weights from their publisher and checks their SHA-256") { name };
        command.SetWork((parsed, cancellation) =>
        {
            var weights = WeightCatalogue.Find(parsed.GetValue(name)!);
            using var client = new HttpClient();
            var path = new WeightFetcher(client).FetchAsync(weights, Home.OwnWeights, null, cancellation).GetAwaiter().GetResult();
            Console.WriteLine(path);
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Found(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(file => Endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal) : [];
}
