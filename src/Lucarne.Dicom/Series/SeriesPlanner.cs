namespace Lucarne.Dicom.Series;

/// <summary>Sorts the slices of a series into volumes, and says what cannot be one and why.</summary>
internal static class SeriesPlanner
{
    public static SeriesPlan Plan(ImageSeries series, CancellationToken token)
    {
        var volumes = new List<PlannedVolume>();
        var refusals = new List<string>();
        var notes = new List<string>();
        var groups = GeometryGroups.Of(series.Slices);
        var others = groups.Where(group => !group[0].IsLocalizer).ToList();
        foreach (var group in groups)
        {
            token.ThrowIfCancellationRequested();
            if (group[0].IsLocalizer && others.Count > 0)
            {
                notes.Add($"{group.Count} localizer(s) among the slices of {series.Named} were left out ({GeometryGroups.Describe(group[0])}).");
                continue;
            }

            List<string> warnings = others.Count > 1
                ? [$"The series has slices of {others.Count} geometries; this volume holds the {group.Count} of {GeometryGroups.Describe(group[0])}."]
                : [];
            try
            {
                volumes.AddRange(Volumes(series, group, warnings, token));
            }
            catch (DicomException error)
            {
                refusals.Add($"{series.Named}, {group.Count} slice(s) of {GeometryGroups.Describe(group[0])}, cannot be made a volume of: {error.Message}.");
            }
        }

        return new SeriesPlan([.. volumes.OrderByDescending(volume => volume.Geometry.VoxelCount)], refusals, notes);
    }

    private static IEnumerable<PlannedVolume> Volumes(ImageSeries series, IReadOnlyList<SliceHeader> group, List<string> warnings, CancellationToken token)
    {
        var normal = group[0].Normal.Normalised();
        SliceHeader[] sorted = [.. group.OrderBy(slice => slice.Position.Dot(normal)).ThenBy(slice => slice.InstanceNumber ?? int.MaxValue).ThenBy(slice => slice.Source.Shown, StringComparer.Ordinal).ThenBy(slice => slice.Frame)];
        warnings.AddRange(PixelWarnings(sorted));
        var stacks = RepeatedPositions.Resolve(sorted, warnings, token);
        foreach (var (phase, slices) in stacks)
        {
            string[] phases = stacks.Count > 1 ? [$"Every position is repeated; this volume holds the slices of {phase}, one of {stacks.Count} phases."] : [];
            foreach (var grid in EvenStack.Of(slices))
            {
                if (grid.Geometry.VoxelCount > Array.MaxLength) throw new DicomException($"it has {grid.Geometry.VoxelCount} voxels, more than memory holds in one piece");
                yield return new PlannedVolume(series, grid.Geometry, grid.Slices, [.. warnings, .. phases, .. grid.Warnings]);
            }
        }
    }

    private static IEnumerable<string> PixelWarnings(SliceHeader[] slices)
    {
        if (slices.Any(slice => slice.MayBeLossy)) yield return "The slices were compressed with loss: values differ from the scanner's by some units.";
        if (slices.Any(slice => slice.Layout.IsShownInverted)) yield return "The slices are MONOCHROME1, to be shown with larger values darker; the values themselves are unchanged.";
        if (slices.Select(slice => slice.RescaleType).Distinct(StringComparer.Ordinal).Count() > 1) yield return "The slices name different units (RescaleType).";
        if (slices.Any(slice => slice.RescaleType is not ("" or "HU"))) yield return $"The values are in '{slices.First(slice => slice.RescaleType is not ("" or "HU")).RescaleType}' (RescaleType), not Hounsfield units.";
    }
}
