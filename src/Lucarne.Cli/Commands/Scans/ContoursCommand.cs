using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Learning.Contours;

namespace Lucarne.Cli.Commands.Scans;

/// <summary><c>lucarne contours</c>.</summary>
internal static class ContoursCommand
{
    public static Command Create()
    {
        var dicom = new Argument<string>("DICOM") { Description = "a folder or a zip with a structure set and the series it was drawn on" };
        var into = new Option<string>("--out") { Description = "the folder for labels.nii.gz, structures/ and structures.json", Required = true };
        var recipe = new Option<string>("--recipe") { Description = "whose structures labels.nii.gz has", DefaultValueFactory = _ => "thorax" };
        var command = new Command("contours", "turns the contours of a structure set into masks") { dicom, into, recipe };
        command.SetWork((parsed, cancellation) =>
        {
            var chosen = parsed.GetValue(recipe)!;
            var result = ContourExport.Run(parsed.GetValue(dicom)!, parsed.GetValue(into)!, Task.Run(() => RecipeArguments.Load(chosen, []), cancellation), cancellation);
            Print(result, parsed.GetValue(into)!);
            foreach (var structure in result.Structures.Where(structure => structure.Overlapping.Count > 0))
            {
                var pair = structure.Overlapping[0];
                Console.Error.WriteLine($"'{structure.Drawn.Name}': {structure.Overlapping.Count} pair(s) of contours overlap in part, the first {pair.First} and {pair.Second}, and what both hold is left out of the mask (exclusive or); look at the slice and see whether that was meant.");
            }

            foreach (var note in result.Notes.Concat(result.Assignment.Notes.Select(note => note.En))) Console.Error.WriteLine(note);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ContourExportResult result, string folder)
    {
        var width = result.Structures.Select(structure => structure.Drawn.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var structure in result.Structures)
        {
            var skipped = structure.LeftOut.Count + structure.Drawn.Damaged;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{structure.Drawn.Name.PadRight(width)}  {structure.VolumeMl,9:0.00} mL  {structure.Used,4} contour(s) used, {skipped,3} skipped  {(structure.Meaning is { } meaning ? $"→ {meaning.Name}" : "(no structure of the recipe)")}"));
        }

        Console.WriteLine($"masks in {folder}; structures.json says why contours were skipped");
    }
}
