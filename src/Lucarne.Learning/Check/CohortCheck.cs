using System.Globalization;
using System.Text;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Cohorts;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Check;

/// <summary>A scan of a cohort that was looked at.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Patient">Whose it is.</param>
/// <param name="Voxels">Columns, rows and slices; null where it cannot be used.</param>
/// <param name="SpacingMm">Between columns, rows and slices; null where it cannot be used.</param>
/// <param name="VolumeMl">Of each structure that was contoured, as the label map holds it: what lies beneath another structure is not counted.</param>
/// <param name="Missing">Structures of the recipe that nobody contoured.</param>
/// <param name="Notes">What a person should know, a sentence each.</param>
/// <param name="Fault">Why it cannot be used; null where it can.</param>
public sealed record CheckedScan(
    string Id, string Patient, IReadOnlyList<int>? Voxels, IReadOnlyList<double>? SpacingMm, IReadOnlyDictionary<string, double> VolumeMl, IReadOnlyList<string> Missing,
    IReadOnlyList<string> Notes, string? Fault);

/// <summary>Looks at every scan of a segmentation's cohort: reads it with its contours, and says what is there and what is wrong.</summary>
/// <param name="Recipe">The recipe's name.</param>
/// <param name="Scans">The scans, sorted.</param>
public sealed record CohortCheck(string Recipe, IReadOnlyList<CheckedScan> Scans)
{
    /// <summary>Reads the scans one after the other, for each takes hundreds of megabytes. One that cannot be used never stops the check.</summary>
    /// <param name="data">A folder of DICOM series with their structure sets, or of NIfTI scans with labels.</param>
    /// <param name="recipe">A segmentation's.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="PrepareException">There is no scan with contours.</exception>
    public static CohortCheck Run(string data, Recipe recipe, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var options = recipe.Segmentation ?? throw new ArgumentException("The recipe is no segmentation's.", nameof(recipe));
        using var cohort = Cohort.Find(data, options, cancellation);
        var scans = new List<CheckedScan>();
        foreach (var scan in cohort.Scans)
        {
            progress?.Report(new StageProgress(Stage.Check, scans.Count, cohort.Scans.Count));
            scans.Add(Look(scan, options, cancellation));
        }

        progress?.Report(new StageProgress(Stage.Check, scans.Count, cohort.Scans.Count));
        return new(recipe.Name, scans);
    }

    /// <summary>Writes it as JSON, beside its place first.</summary>
    public void Write(string path) => JsonFile.Write(path, this);

    /// <summary>The findings in a few lines for a terminal, with a line break after each.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        var usable = Scans.Count(scan => scan.Fault is null);
        text.Append(CultureInfo.InvariantCulture, $"{Scans.Count} scan(s) of {Scans.Select(scan => scan.Patient).Distinct(StringComparer.Ordinal).Count()} patient(s) for the recipe {Recipe}, {usable} of them usable\n");
        foreach (var scan in Scans)
        {
            if (scan.Fault is { } fault)
            {
                text.Append(CultureInfo.InvariantCulture, $"  left out     {scan.Id}: {fault}\n");
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"  {scan.Id}: {string.Join(" × ", scan.Voxels!)} voxels of {string.Join(" × ", scan.SpacingMm!.Select(mm => mm.ToString("0.##", CultureInfo.InvariantCulture)))} mm\n");
            text.Append(CultureInfo.InvariantCulture, $"    labelled   {string.Join(", ", scan.VolumeMl.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.#} mL")))}\n");
            if (scan.Missing.Count > 0) text.Append(CultureInfo.InvariantCulture, $"    missing    {string.Join(", ", scan.Missing)}: taken as unknown, not as empty\n");
            foreach (var note in scan.Notes) text.Append(CultureInfo.InvariantCulture, $"    note       {note}\n");
        }

        return text.ToString();
    }

    private static CheckedScan Look(CohortScan scan, SegmentationOptions options, CancellationToken cancellation)
    {
        try
        {
            var read = scan.Read(cancellation);
            var grid = read.Hounsfield.Geometry;
            var counts = new long[byte.MaxValue + 1];
            foreach (var value in read.Truth.Labels.Voxels) counts[value]++;
            var volumes = options.Structures.Where(structure => read.Contoured.Contains(structure.Name))
                .ToDictionary(structure => structure.Name, structure => Math.Round(counts[structure.Value] * grid.VoxelMl, 2));
            return new(
                scan.Id, scan.Patient, [grid.Columns, grid.Rows, grid.Slices], [Mm(grid.ColumnSpacingMm), Mm(grid.RowSpacingMm), Mm(grid.SliceSpacingMm)], volumes,
                [.. options.Structures.Select(structure => structure.Name).Except(read.Contoured)], [.. read.Notes.Select(note => note.En)], null);
        }
        catch (Exception error) when (error is PrepareException or NiftiException or InvalidDataException)
        {
            return new(scan.Id, scan.Patient, null, null, new Dictionary<string, double>(), [], [], error.Message.TrimEnd('.'));
        }
    }

    private static double Mm(double spacing) => Math.Round(spacing, 4);
}
