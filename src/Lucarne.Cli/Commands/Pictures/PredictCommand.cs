using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Insight.Recommendations;
using Lucarne.Insight.Routing;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary><c>lucarne predict</c>.</summary>
internal static class PredictCommand
{
    // A few batches of the network: answers come while the others are read.
    private const int Together = 64;

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run; with --route, a folder of runs" };
        var files = new Argument<string[]>("FILE") { Description = "pictures", Arity = ArgumentArity.OneOrMore };
        var route = Route();
        var json = new Option<bool>("--json") { Description = "prints one JSON document and nothing else" };
        var language = SpokenLanguage.Option();
        var device = RecipeArguments.Device();
        var command = new Command("predict", "judges pictures with a run's network, and says how sure it is") { run, files, route, json, language, device };
        var patient = new PatientOptions(command);
        command.SetWork((parsed, cancellation) =>
        {
            var known = patient.Of(parsed);
            var readings = new List<ReadingForm>();
            var place = Device.Parse(parsed.GetValue(device)!);
            var text = new ReadingText(parsed.GetValue(json) ? TextWriter.Null : Console.Out, parsed.GetValue(language)!);
            var refused = parsed.GetValue(route)
                ? Routed(parsed.GetValue(run)!, parsed.GetValue(files)!, place, known, readings, text, cancellation)
                : Plain(parsed.GetValue(run)!, parsed.GetValue(files)!, place, known, readings, text, cancellation);
            if (parsed.GetValue(json)) Console.WriteLine(ReadingForm.Document(readings));
            return refused == 0 ? ExitCode.Done : ExitCode.Impossible;
        });
        return command;
    }

    /// <summary>Asks what a picture shows before it is read.</summary>
    public static Option<bool> Route() => new("--route") { Description = "RUN is a folder of runs: each picture goes to those that read its kind, as the run of a recipe with routes (modality) tells kinds apart" };

    private static int Plain(string run, string[] files, Device device, PatientFacts patient, List<ReadingForm> readings, ReadingText text, CancellationToken cancellation)
    {
        using var reader = Reader.Load(run, device);
        var refused = 0;
        foreach (var chunk in files.Chunk(Together))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (reading, refusal) in reader.Read(chunk))
            {
                if (reading is null)
                {
                    refused++;
                    Console.Error.WriteLine($"lucarne: {refusal}");
                    continue;
                }

                var recommended = reader.Recommend(reading, patient);
                readings.Add(ReadingForm.Of(reading, reader) with { Recommendation = RecommendationForm.Of(recommended) });
                text.Print(reader, reading, recommended);
            }
        }

        if (readings.Count > 0) text.Notice(reader);
        return refused;
    }

    private static int Routed(string runs, string[] files, Device device, PatientFacts patient, List<ReadingForm> readings, ReadingText text, CancellationToken cancellation)
    {
        using var router = ModelRouter.Load(runs, device);
        return PictureLoop.Each(files, file =>
        {
            var routed = router.Read(PictureReader.ReadBytes(file), file);
            text.Print(router.Kinds, routed.Kind, null);
            if (routed.Fitting.Count == 0)
            {
                text.Line(text.IsFrench ? "  Aucun modèle ici ne convient à cette image." : "  No model here fits this picture.");
                readings.Add(ReadingForm.Of(routed.Kind, router.Kinds) with { Fits = false });
            }

            foreach (var (reader, reading) in routed.Fitting)
            {
                var recommended = reader.Recommend(reading, patient);
                readings.Add(ReadingForm.Of(reading, reader) with { Fits = true, Recommendation = RecommendationForm.Of(recommended) });
                text.Print(reader, reading, recommended);
                text.Notice(reader);
            }
        }, cancellation);
    }
}
