using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Insight.Explanation;
using Lucarne.Insight.Routing;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands;

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
        var route = PredictCommand.Route();
        var json = new Option<bool>("--json") { Description = "prints one JSON document and nothing else" };
        var device = RecipeArguments.Device();
        var command = new Command("explain", "shows where a network looked, the most similar cases it learned from, and how sure it is") { run, files, into, className, method, route, json, device };
        var patient = new PatientOptions(command);
        command.SetWork((parsed, cancellation) =>
        {
            var known = patient.Of(parsed);
            using var models = Models.Load(parsed.GetValue(run)!, parsed.GetValue(route), Device.Parse(parsed.GetValue(device)!));
            var folder = new ExplanationFolder(parsed.GetValue(into)!);
            var readings = new List<ReadingForm>();
            var words = parsed.GetValue(json) ? TextWriter.Null : Console.Out;
            var how = MethodNames.Parse(parsed.GetValue(method)!)!.Value;
            var refused = PictureLoop.Each(parsed.GetValue(files)!, file =>
            {
                foreach (var reader in models.For(file))
                {
                    var explained = folder.Add(reader, file, parsed.GetValue(className), how);
                    var recommended = RecommendationForm.Of(explained.Reading, reader.Recipe, known);
                    PredictCommand.Print(words, explained.Reading);
                    recommended?.Print(words);
                    if (explained.HeatMapFile is { } map) words.WriteLine($"  {Path.Combine(parsed.GetValue(into)!, map)}");
                    readings.Add(ReadingForm.Of(explained.Reading, reader) with
                    {
                        Recommendation = recommended,
                        Explanation = new ExplanationForm(explained.Class, MethodNames.Of(how), explained.HeatMapFile, explained.NeighboursFile),
                    });
                }
            }, cancellation);
            if (readings.Count > 0) folder.Finish();
            if (parsed.GetValue(json)) Console.WriteLine(ReadingForm.Document(readings));
            else if (readings.Count > 0) Console.WriteLine($"page {folder.Page}\nA help to the doctor, never a diagnosis; not clinically validated.");
            return refused == 0 ? ExitCode.Done : ExitCode.Impossible;
        });
        return command;
    }

    /// <summary>One model, or those that fit a picture.</summary>
    private sealed class Models(Reader? one, ModelRouter? several) : IDisposable
    {
        public static Models Load(string run, bool route, Device device) =>
            route ? new Models(null, ModelRouter.Load(run, device)) : new Models(Reader.Load(run, device), null);

        /// <summary>The models to explain a picture with; where none fits it, the one that says so.</summary>
        public IReadOnlyList<Reader> For(string file)
        {
            if (one is not null) return [one];
            var routed = several!.Read(PictureReader.ReadBytes(file), file);
            return routed.Fitting.Count == 0 ? [several.Kinds] : [.. routed.Fitting.Select(fitting => fitting.Reader)];
        }

        public void Dispose()
        {
            one?.Dispose();
            several?.Dispose();
        }
    }
}
