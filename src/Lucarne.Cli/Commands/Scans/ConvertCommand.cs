using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Cli.Commands.Pictures;
using Lucarne.Cli.Terminal;
using Lucarne.Dicom;
using Lucarne.Dicom.Conversion;
using Lucarne.Dicom.Discovery;

namespace Lucarne.Cli.Commands.Scans;

/// <summary><c>lucarne convert</c>.</summary>
internal static class ConvertCommand
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var dicom = new Argument<string>("DICOM") { Description = "a file, a folder or a zip; nested and mixed" };
        var into = new Option<string>("--out") { Description = "the folder for the volumes", Required = true };
        var json = new Option<bool>("--json") { Description = "prints one JSON document and nothing else" };
        var command = new Command("convert", "turns each DICOM series into a NIfTI volume with a sidecar") { dicom, into, json };
        command.SetWork((parsed, cancellation) =>
        {
            var isJson = parsed.GetValue(json);
            var result = SeriesConversion.Run(parsed.GetValue(dicom)!, parsed.GetValue(into)!, isJson ? null : Print, cancellation);
            foreach (var note in result.Notes) Console.Error.WriteLine(note);
            LeftOutFiles.Print(result.LeftOut, isAlone: result.Written.Count == 0);
            if (isJson) Console.WriteLine(JsonSerializer.Serialize(Answer(result), Form));
            if (result.Written.Count == 0) throw new DicomException(WhyNothing(parsed.GetValue(dicom)!, result));
            foreach (var refusal in result.Refusals) Console.Error.WriteLine($"lucarne: {refusal}");
            return result.Refusals.Count == 0 ? ExitCode.Done : ExitCode.Impossible;
        });
        return command;
    }

    private static void Print(ConvertedVolume volume)
    {
        var grid = volume.Plan.Geometry;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{volume.Path}: {grid.Columns}×{grid.Rows}×{grid.Slices} voxels of {grid.ColumnSpacingMm:0.###}×{grid.RowSpacingMm:0.###}×{grid.SliceSpacingMm:0.###} mm{(volume.Plan.IsHounsfield ? " in HU" : "")}"));
        foreach (var warning in volume.Plan.Warnings) Console.Error.WriteLine($"{Path.GetFileName(volume.Path)}: {warning.English}");
    }

    private static string WhyNothing(string path, ConversionResult result) =>
        result.Refusals.Count > 0 ? result.Refusals[0]
        : result.LeftOut.FirstOrDefault(file => file.Kind != LeftOutKind.NotDicom) is { } file ? file.Sentence
        : result.LeftOut.Count == 1 ? $"'{result.LeftOut[0].File}' is not DICOM; give a DICOM file, a folder or a zip of them."
        : $"'{path}' holds no DICOM ({result.LeftOut.Count} other file(s)); give a DICOM file, a folder or a zip of them.";

    private static object Answer(ConversionResult result) => new
    {
        volumes = result.Written.Select(volume => new
        {
            file = volume.Path,
            sidecar = Path.ChangeExtension(Path.ChangeExtension(volume.Path, null), ".json"),
            series_instance_uid = volume.Plan.Series.Identity.SeriesInstanceUid,
            warnings = volume.Plan.Warnings.Select(warning => warning.English),
        }),
        refused = result.Refusals,
        notes = result.Notes,
        left_out = result.LeftOut.Select(file => new { file = file.File, reason = file.Sentence }),
    };
}
