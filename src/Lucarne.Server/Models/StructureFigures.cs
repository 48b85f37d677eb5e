using System.Text.Json;

namespace Lucarne.Server.Models;

/// <summary>How well a run draws one structure, from its metrics.json; means over the scans kept apart.</summary>
/// <param name="Name">The structure.</param>
/// <param name="Dice">Mean Dice.</param>
/// <param name="DiceDeviation">Its standard deviation.</param>
/// <param name="Hd95Mm">Mean 95 % Hausdorff distance.</param>
/// <param name="SurfaceDice2Mm">Mean surface Dice at 2 mm.</param>
public sealed record StructureFigures(string Name, double? Dice, double? DiceDeviation, double? Hd95Mm, double? SurfaceDice2Mm)
{
    /// <summary>Reads the figures with the number of scans; null where the run was not judged or draws no structures.</summary>
    public static (IReadOnlyList<StructureFigures> Structures, int Scans)? Read(string run) => ModelFigures.ReadMetrics(run, root =>
    {
        var (dice, deviation, hausdorff, surface) = (root.GetProperty("dice"), root.GetProperty("dice_sd"), root.GetProperty("hd95_mm"), root.GetProperty("surface_dice_2mm"));
        return Tuple.Create(
            root.GetProperty("structures").EnumerateArray().Select(one => one.GetString()!)
                .Select(name => new StructureFigures(name, Of(dice, name), Of(deviation, name), Of(hausdorff, name), Of(surface, name))).ToList(),
            root.GetProperty("patients").GetArrayLength());
    }) is { } read ? (read.Item1, read.Item2) : null;

    private static double? Of(JsonElement means, string name) => ModelFigures.Optional(means, name);
}
