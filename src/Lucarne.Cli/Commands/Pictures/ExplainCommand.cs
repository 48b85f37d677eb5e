using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Insight.Explanation;
using Lucarne.Insight.Routing;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary><c>lucarne explain</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run; with --route, a folder of runs" };
        var files = new Argument<string[]>("FILE") { Description = "pictures", Arity = ArgumentArity.OneOrMore };
        var into = new Option<string>("--out") { Description = "a folder for heat maps, similar cases and a page", Required = true };
        var className = new Option<string?>("--class") { Description = "the class to explain; the predicted one where it is left out" };
        var method = new Option<string>("--method") { Description = $"how: {string.Join(", ", MethodNames.All)}", DefaultValueFactory = _ => MethodNames.All[0] };
        method.AcceptOnlyFromAmong([.. MethodNames.All]);
        var layer = new Option<string?>("--layer") { Description = "at which layer's maps Grad-CAM takes its gradients, such as layer3 or features.14; the recipe's, or the last, where it is left out" };
        var route = PredictCommand.Route();
        var json = new Option<bool>("--json") { Description = "prints one JSON document and nothing else" };
        var language = SpokenLanguage.Option();
        var device = RecipeArguments.Device();
        var command = new Command("explain", "shows where a network looked, the most similar cases it learned from, and how sure it is") { run, files, into, className, method, layer, route, json, language, device };
        var patient = new PatientOptions(command);
        command.SetWork((parsed, cancellation) =>
        {
            var request = new ExplanationRequest
            {
                ClassName = parsed.GetValue(className),
                Method = MethodNames.Parse(parsed.GetValue(method)!)!.Value,
                Layer = parsed.GetValue(layer),
                Patient = patient.Of(parsed),
                Language = parsed.GetValue(language)!,
            };
            var work = new Work(new ExplanationFolder(parsed.GetValue(into)!), parsed.GetValue(into)!, request, new ReadingText(parsed.GetValue(json) ? TextWriter.Null : Console.Out, request.Language));
            var place = Device.Parse(parsed.GetValue(device)!);
            if (parsed.GetValue(route)) work.Routed(parsed.GetValue(run)!, parsed.GetValue(files)!, place, cancellation);
            else work.Plain(parsed.GetValue(run)!, parsed.GetValue(files)!, place, cancellation);
            work.Finish();
            if (parsed.GetValue(json)) Console.WriteLine(ReadingForm.Document(work.Readings));
            return work.Refused == 0 ? ExitCode.Done : ExitCode.Impossible;
        });
        return command;
    }

    /// <summary>One call of the command.</summary>
    private sealed class Work(ExplanationFolder folder, string into, ExplanationRequest request, ReadingText text)
    {
        private readonly List<Reader> _used = [];

        public List<ReadingForm> Readings { get; } = [];

        /// <summary>Pictures that could not be read.</summary>
        public int Refused { get; private set; }

        public void Plain(string run, string[] files, Device device, CancellationToken cancellation)
        {
            using var reader = Reader.Load(run, device);
            Explain(reader, files, cancellation);
            Notices();
        }

        /// <summary>Each picture is explained with the models for its kind; where none fits it, with the one that says so.</summary>
        public void Routed(string runs, string[] files, Device device, CancellationToken cancellation)
        {
            using var router = ModelRouter.Load(runs, device);
            Refused += PictureLoop.Each(files, file =>
            {
                var routed = router.Read(PictureReader.ReadBytes(file), file);
                IReadOnlyList<Reader> readers = routed.Fitting.Count == 0 ? [router.Kinds] : [.. routed.Fitting.Select(fitting => fitting.Reader)];
                foreach (var reader in readers) Explain(reader, [file], cancellation);
            }, cancellation);
            Notices();
        }

        public void Finish()
        {
            if (Readings.Count == 0) return;
            folder.Finish();
            text.Line($"page {folder.Page}");
        }

        private void Explain(Reader reader, string[] files, CancellationToken cancellation)
        {
            if (!_used.Contains(reader)) _used.Add(reader);
            foreach (var (explained, refusal) in folder.Add(reader, files, request))
            {
                cancellation.ThrowIfCancellationRequested();
                if (explained is null)
                {
                    Refused++;
                    Console.Error.WriteLine($"lucarne: {refusal}");
                    continue;
                }

                text.Print(reader, explained.Reading, explained.Recommendation);
                if (explained.HeatMapFile is { } map) text.Line($"  {Path.Combine(into, map)}");
                Readings.Add(ReadingForm.Of(explained.Reading, reader) with
                {
                    Recommendation = RecommendationForm.Of(explained.Recommendation),
                    Explanation = new ExplanationForm(explained.Class, MethodNames.Of(request.Method), explained.HeatMapFile, explained.NeighboursFile),
                });
            }
        }

        private void Notices()
        {
            if (Readings.Count == 0) return;
            foreach (var reader in _used) text.Notice(reader);
        }
    }
}
