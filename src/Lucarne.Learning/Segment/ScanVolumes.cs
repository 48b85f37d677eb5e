using System.Globalization;
using System.Text.Json;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Segment;

/// <summary>How large a structure was drawn.</summary>
/// <param name="Name">The recipe's name of it.</param>
/// <param name="Value">Its value in labels.nii.gz, where margins hide parts of organs.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="VoxelCount">Voxels.</param>
/// <param name="VolumeMl">Their volume in mL.</param>
public sealed record StructureVolume(string Name, byte Value, LocalText Label, long VoxelCount, double VolumeMl);

/// <summary>volumes.json: how large each structure of a scan was drawn, by which model.</summary>
public sealed record ScanVolumes
{
    /// <summary>The caution that goes with everything a network drew.</summary>
    public static LocalText Caution { get; } = new(
        "AI-generated, not for clinical use without review. A help to the doctor, never a diagnosis.",
        "Produit par une IA, sans usage clinique avant relecture. Une aide pour le médecin, jamais un diagnostic.");

    /// <summary>The recipe of the model.</summary>
    public required string Model { get; init; }

    /// <summary>What tells the model's weights from others': <see cref="Predict.ModelVersion"/>.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>PatientID, or empty.</summary>
    public string PatientId { get; init; } = "";

    /// <summary>The day of the scan, where it is stated.</summary>
    public DateOnly? StudyDate { get; init; }

    /// <summary>SeriesInstanceUID, or empty.</summary>
    public string SeriesInstanceUid { get; init; } = "";

    /// <summary>Volume of a voxel in mL.</summary>
    public required double VoxelMl { get; init; }

    /// <summary>Every structure of the recipe, those that were not found with 0.</summary>
    public required IReadOnlyList<StructureVolume> Structures { get; init; }

    /// <summary>The caution.</summary>
    public LocalText Note { get; init; } = Caution;

    /// <summary>Measures each structure as a whole: an organ with what a margin hides of it, a margin with what it lies around.</summary>
    public static ScanVolumes Of(StructureMaps maps, Scan scan, Recipe recipe, string version)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(recipe);
        var options = recipe.Segmentation!;
        var voxelMl = maps.Labels.Geometry.VoxelMl;
        return new ScanVolumes
        {
            Model = recipe.Name,
            ModelVersion = version,
            PatientId = scan.PatientId,
            StudyDate = scan.Date,
            SeriesInstanceUid = scan.Series?.Series.Identity.SeriesInstanceUid ?? "",
            VoxelMl = voxelMl,
            Structures = [.. options.Structures.Select(structure => (structure, Voxels: maps.Whole(structure, options).Voxels.LongCount(voxel => voxel != 0)))
                .Select(pair => new StructureVolume(pair.structure.Name, pair.structure.Value, pair.structure.Label, pair.Voxels, pair.Voxels * voxelMl))],
        };
    }

    /// <summary>Reads volumes.json.</summary>
    /// <exception cref="PredictException">It is missing or is none.</exception>
    public static ScanVolumes Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ScanVolumes>(File.ReadAllText(path), JsonFile.Form) ?? throw new JsonException("it holds null");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PredictException($"{path} cannot be read as the volumes of a segmented scan ({error.Message}); give the folder that `lucarne segment` wrote");
        }
    }

    /// <summary>Writes volumes.json beside its place and renames it.</summary>
    public void Write(string path) => JsonFile.Write(path, this);

    /// <summary>A line per structure, for a console.</summary>
    public IEnumerable<string> Lines() =>
        Structures.Select(structure => string.Create(CultureInfo.InvariantCulture, $"{structure.Label.En,-32} {structure.VolumeMl,10:0.00} mL{(structure.VoxelCount == 0 ? "  (not found)" : "")}"));
}
