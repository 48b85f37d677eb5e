namespace Lucarne.Dicom.Series;

/// <summary>The slices that share a SeriesInstanceUID, known by their headers.</summary>
public sealed class ImageSeries
{
    internal ImageSeries(SeriesIdentity identity, IReadOnlyList<SliceHeader> slices) => (Identity, Slices) = (identity, slices);

    /// <summary>Whose series it is and where it belongs.</summary>
    public SeriesIdentity Identity { get; }

    /// <summary>How many slices it has.</summary>
    public int SliceCount => Slices.Count;

    /// <summary>What a person calls it, for sentences.</summary>
    public string Named => $"the series '{(Identity.SeriesDescription.Length > 0 ? Identity.SeriesDescription : Identity.SeriesInstanceUid)}'{(Identity.SeriesNumber is { } number ? $" (number {number})" : "")}";

    /// <summary>The same in French.</summary>
    internal string NamedInFrench => $"la série «\u202f{(Identity.SeriesDescription.Length > 0 ? Identity.SeriesDescription : Identity.SeriesInstanceUid)}\u202f»{(Identity.SeriesNumber is { } number ? $" (numéro {number})" : "")}";

    internal IReadOnlyList<SliceHeader> Slices { get; }

    /// <summary>
    /// Sorts the slices into volumes: by geometry, by position along the normal, by phase where positions are repeated. Pixels are read only
    /// where positions are repeated, to see whether the slices are the same.
    /// </summary>
    /// <param name="token">Ends the work early.</param>
    public SeriesPlan Plan(CancellationToken token = default) => SeriesPlanner.Plan(this, token);
}

/// <summary>What can be made of a series.</summary>
/// <param name="Volumes">The volumes, largest first.</param>
/// <param name="Refusals">What cannot be made a volume of.</param>
/// <param name="Notes">What was left out on purpose.</param>
public sealed record SeriesPlan(IReadOnlyList<PlannedVolume> Volumes, IReadOnlyList<SeriesNote> Refusals, IReadOnlyList<SeriesNote> Notes)
{
    /// <summary>What whoever uses the largest volume alone must say of the others; empty where there are none.</summary>
    public IReadOnlyList<SeriesNote> Unused => Volumes.Count > 1 ? [SeriesNotes.LargestOf(Volumes[0].Series, Volumes.Count)] : [];
}
