namespace Lucarne.Dicom.Series;

/// <summary>Sorts the slices of a series into volumes, and says what cannot be one and why.</summary>
internal static class SeriesPlanner
{
    public static SeriesPlan Plan(ImageSeries series, CancellationToken token)
    {
        var volumes = new List<PlannedVolume>();
        var refusals = new List<SeriesNote>();
        var notes = new List<SeriesNote>();
        var groups = GeometryGroups.Of(series.Slices);
        var others = groups.Where(group => !group[0].IsLocalizer).ToList();
        foreach (var group in groups)
        {
            token.ThrowIfCancellationRequested();
            if (group[0].IsLocalizer && others.Count > 0)
            {
                notes.Add(SeriesNotes.Localizers(series, group.Count, group[0]));
                continue;
            }

            List<SeriesNote> warnings = others.Count > 1 ? [SeriesNotes.SeveralGeometries(others.Count, group.Count, group[0])] : [];
            try
            {
                volumes.AddRange(Volumes(series, group, warnings, token));
            }
            catch (DicomException error)
            {
                refusals.Add(SeriesNotes.NoVolume(series, group.Count, group[0], error.Message));
            }
        }

        return new SeriesPlan([.. volumes.OrderByDescending(volume => volume.Geometry.VoxelCount)], refusals, notes);
    }

    private static IEnumerable<PlannedVolume> Volumes(ImageSeries series, IReadOnlyList<SliceHeader> group, List<SeriesNote> warnings, CancellationToken token)
    {
        var normal = group[0].Normal.Normalised();
        SliceHeader[] sorted = [.. group.OrderBy(slice => slice.Position.Dot(normal)).ThenBy(slice => slice.InstanceNumber ?? int.MaxValue).ThenBy(slice => slice.Source.Shown, StringComparer.Ordinal).ThenBy(slice => slice.Frame)];
        warnings.AddRange(PixelWarnings(sorted));
        var stacks = RepeatedPositions.Resolve(sorted, warnings, token);
        foreach (var (phase, slices) in stacks)
        {
            SeriesNote[] phases = stacks.Count > 1 ? [SeriesNotes.SeveralPhases(phase, stacks.Count)] : [];
            foreach (var grid in EvenStack.Of(slices))
            {
                if (grid.Geometry.VoxelCount > Array.MaxLength) throw new DicomException($"it has {grid.Geometry.VoxelCount} voxels, more than memory holds in one piece");
                yield return new PlannedVolume(series, grid.Geometry, grid.Slices, [.. warnings, .. phases, .. grid.Warnings]);
            }
        }
    }

    private static IEnumerable<SeriesNote> PixelWarnings(SliceHeader[] slices)
    {
        if (slices.Any(slice => slice.MayBeLossy)) yield return SeriesNotes.Lossy();
        if (slices.Any(slice => slice.Layout.IsShownInverted)) yield return SeriesNotes.Inverted();
        if (slices.Select(slice => slice.RescaleType).Distinct(StringComparer.Ordinal).Count() > 1) yield return SeriesNotes.DifferentUnits();
        if (slices.FirstOrDefault(slice => slice.RescaleType is not ("" or "HU")) is { } other) yield return SeriesNotes.NotHounsfield(other.RescaleType);
    }
}
