using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Lucarne.Cli.Commands.Pictures;
using Lucarne.Cli.Terminal;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning;
using Lucarne.Learning.Segment;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands.Scans;

/// <summary><c>lucarne segment</c>.</summary>
internal static class SegmentCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a segmentation's run" };
        var input = new Argument<string>("INPUT") { Description = "a CT: a DICOM folder, file or zip, or a NIfTI file in Hounsfield units; several scans of one patient on different days are compared" };
        var into = new Option<string>("--out") { Description = "the folder for labels.nii.gz, volumes.json and figures/", Required = true };
        var rtstruct = new Option<bool>("--rtstruct") { Description = "writes the contours as an RT Structure Set too" };
        var seg = new Option<bool>("--seg") { Description = "writes a DICOM Segmentation too" };
        var series = new Option<string?>("--series") { Description = "SeriesInstanceUID or description, where INPUT holds several CT series" };
        var previous = new Option<string?>("--previous") { Description = "what an earlier scan of the patient was segmented into: adds a follow-up table" };
        var json = new Option<bool>("--json") { Description = "prints one JSON document and nothing else" };
        var device = RecipeArguments.Device();
        var command = new Command("segment", "draws the structures of a scan with a run's network") { run, input, into, rtstruct, seg, series, previous, json, device };
        command.SetWork((parsed, cancellation) =>
        {
            var objects = new SegmentationObjects(parsed.GetValue(rtstruct), parsed.GetValue(seg));
            var earlier = parsed.GetValue(previous) is { } folder ? ScanVolumes.Read(Path.Combine(folder, "volumes.json")) : null;
            // The input is looked at first: a mistake in it is said before a network is loaded.
            using var source = ScanSource.Open(parsed.GetValue(input)!, parsed.GetValue(series), cancellation);
            foreach (var scan in source.Scans) objects.Check(scan);
            foreach (var note in source.Notes) Console.Error.WriteLine(note.En);
            using var model = SegmentationModel.Load(parsed.GetValue(run)!, Device.Parse(parsed.GetValue(device)!));
            var isJson = parsed.GetValue(json);
            var place = parsed.GetValue(into)!;
            var volumes = source.Scans.Select(scan => Segment(model, scan, Place(place, scan, source.Scans.Count), objects, isJson, cancellation)).ToList();
            var compared = earlier is null ? volumes : [earlier, .. volumes];
            var followUps = compared.Zip(compared.Skip(1), FollowUp.Of).ToList();
            foreach (var followUp in followUps) Report(followUp, followUps.Count == 1 ? place : Path.Combine(place, $"follow_up_{followUp.After:yyyy-MM-dd}"), isJson);
            var advice = ScanRecommender.For(ReviewedRules.In(parsed.GetValue(run)!, model.Recipe), volumes[^1], followUps.LastOrDefault());
            if (!isJson && advice is not null) Console.WriteLine($"{advice.Advice.In(SpokenLanguage.OfSystem)}\n  {advice.Support.In(SpokenLanguage.OfSystem)}");
            if (isJson) Console.WriteLine(JsonSerializer.Serialize(new { scans = volumes, follow_ups = followUps, recommendation = RecommendationForm.Of(advice) }, JsonFile.Form));
            else Console.WriteLine($"labels, volumes and figures in {place}. {ScanVolumes.Caution.En}");
            return ExitCode.Done;
        });
        return command;
    }

    private static ScanVolumes Segment(SegmentationModel model, Scan scan, string folder, SegmentationObjects objects, bool isJson, CancellationToken cancellation)
    {
        var hounsfield = scan.Read(cancellation);
        if (!isJson) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"drawing {model.Structures.Count} structures in {scan.Name}, {hounsfield.Geometry.Slices} slices"));
        var drawn = model.Segment(hounsfield, null, cancellation);
        var volumes = SegmentationExport.Write(folder, scan, hounsfield, drawn, model.Recipe, model.Version, objects, TimeProvider.System);
        if (!isJson)
        {
            foreach (var line in volumes.Lines()) Console.WriteLine(line);
        }

        return volumes;
    }

    private static void Report(FollowUp followUp, string folder, bool isJson)
    {
        FollowUpFiles.Write(folder, followUp);
        if (!isJson) Console.WriteLine(SpokenLanguage.OfSystem == "fr" ? FollowUpFiles.InFrench(followUp) : FollowUpFiles.InEnglish(followUp));
    }

    /// <summary>Several scans have a folder each, named by the day.</summary>
    private static string Place(string folder, Scan scan, int scans) =>
        scans == 1 ? folder : Path.Combine(folder, scan.Date!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
