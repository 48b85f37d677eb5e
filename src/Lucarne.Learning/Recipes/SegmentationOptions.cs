namespace Lucarne.Learning.Recipes;

/// <summary>What a segmentation recipe says beside what all recipes say: its structures, how volumes are prepared, what slices the
/// network sees and learns from, and what is done to its answer.</summary>
public sealed record SegmentationOptions
{
    /// <summary>The structures, in the order of their values in label maps: 1, 2, … At least one.</summary>
    public required ValueList<Structure> Structures { get; init; }

    /// <summary>The structures' names in the order in which they are painted into a label map: the last lies on top.</summary>
    public required ValueList<string> PaintOrder { get; init; }

    /// <summary>How a volume becomes slices that can be learned from.</summary>
    public PrepareOptions Prepare { get; init; } = new();

    /// <summary>What of a prepared slice the network sees.</summary>
    public SliceInputOptions Input { get; init; } = new();

    /// <summary>Which slices are learned from.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>What is done to the network's answer.</summary>
    public SegmentOptions Segment { get; init; } = new();

    /// <summary>The structures in the order in which they are painted: the last lies on top.</summary>
    public IEnumerable<Structure> Painted => PaintOrder.Select(name => Structures.First(structure => structure.Name == name));

    /// <summary>The network's output channels: one per structure, and one for what belongs to none.</summary>
    public int Channels => Structures.Count + 1;
}

/// <summary>How a volume becomes slices that can be learned from.</summary>
public sealed record PrepareOptions
{
    /// <summary>Values below and above are brought to the bounds, in Hounsfield units.</summary>
    public NumberRange WindowHu { get; init; } = new(-1000, 400);

    /// <summary>Side of the square prepared slices, in pixels: bilinear for the scan, nearest for the labels.</summary>
    public int Size { get; init; } = 256;

    /// <summary>What happens to windowed values.</summary>
    public VolumeNormalisation Normalisation { get; init; } = VolumeNormalisation.ZScore;
}

/// <summary>What happens to the values of a volume once they are within the window.</summary>
public enum VolumeNormalisation
{
    /// <summary>Each volume to mean 0 and standard deviation 1.</summary>
    ZScore,

    /// <summary>The window to [−1, 1], the same for every volume.</summary>
    Window,
}

/// <summary>What of a prepared slice the network sees.</summary>
public sealed record SliceInputOptions
{
    /// <summary>Side of the square that the network sees, in pixels; a multiple of 16, for the U-Net halves it four times.</summary>
    public int Size { get; init; } = 256;

    /// <summary>Which part of the slice that square shows.</summary>
    public SliceRegion Region { get; init; } = SliceRegion.Picture;

    /// <summary>Slices on each side that the network sees beside the one that it draws.</summary>
    public int Neighbours { get; init; }

    /// <summary>Their distance from one another, in mm; used where there are <see cref="Neighbours"/>.</summary>
    public double NeighbourMm { get; init; } = 8;

    /// <summary>Slices that the network sees together, its input channels.</summary>
    public int Planes => (2 * Neighbours) + 1;
}

/// <summary>Which part of a slice the network sees.</summary>
public enum SliceRegion
{
    /// <summary>All of it.</summary>
    Picture,

    /// <summary>A square around the patient's body, the same for all slices of a volume: field of view and table then count for less.</summary>
    Body,
}

/// <summary>Which slices are learned from.</summary>
public sealed record SamplingOptions
{
    /// <summary>Steps that make an epoch; null: one pass over all slices.</summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>Probability that a slice is drawn from those that hold a structure, itself drawn evenly, instead of from all; used
    /// where <see cref="StepsPerEpoch"/> is given.</summary>
    public double StructureShare { get; init; } = 0.5;

    /// <summary>The cohorts, by their number of patients, after whose judgement a second network is trained on all of them (see
    /// <see cref="TrainOptions.Refit"/>): where patients are few, each one kept apart is missed.</summary>
    public int RefitUpTo { get; init; }

    /// <summary>What is put from one slice of a batch into another; null: nothing.</summary>
    public TransplantOptions? Transplant { get; init; }
}

/// <summary>A structure that is put, with its margin, from one slice of a batch into others, so that it is learned in more places than it was seen in.</summary>
/// <param name="Structure">Its name.</param>
/// <param name="Into">The structures that it grows in: its middle is put into one of these, and it replaces nothing but them.</param>
/// <param name="Share">The share of slices that are given one, where at least four scans have it contoured; of fewer as many quarters of it.</param>
/// <param name="AtWall">How often it is put where it meets what it does not grow in, if a few draws find such a place, instead of anywhere.</param>
public sealed record TransplantOptions(string Structure, ValueList<string> Into, double Share, double AtWall = 0)
{
    // Fewer tumours than these, put everywhere, teach these tumours and not what a tumour is.
    private const int EnoughScans = 4;

    /// <summary>As it is done where so many scans have the structure contoured: less often where they are few.</summary>
    public TransplantOptions From(int scans) => this with { Share = Share * Math.Min(1, (double)scans / EnoughScans) };
}

/// <summary>What is done to the network's answer.</summary>
public sealed record SegmentOptions
{
    /// <summary>Slices that go through the network together; 0: as many as a share of the memory holds.</summary>
    public int BatchSize { get; init; }

    /// <summary>Structures of which only the largest connected piece is kept.</summary>
    public ValueList<string> LargestOnly { get; init; } = [];

    /// <summary>Connected pieces smaller than this are removed, in mL.</summary>
    public double SmallestIslandMl { get; init; }

    /// <summary>What pieces of structures must be made of; one that is of something else is removed.</summary>
    public ValueList<DensityRule> Density { get; init; } = [];

    /// <summary>Structures that grow into what the network gave to nothing; null: none.</summary>
    public GrowOptions? Grow { get; init; }
}

/// <summary>What the pieces of a structure must be made of.</summary>
/// <param name="Structure">Its name.</param>
/// <param name="MeanHu">The mean density of a piece, in Hounsfield units; values beyond the window count as its bounds.</param>
public sealed record DensityRule(string Structure, NumberRange MeanHu);

/// <summary>Structures that a density tells apart grow into what the network gave to nothing.</summary>
public sealed record GrowOptions
{
    /// <summary>The structures' names.</summary>
    public required ValueList<string> Structures { get; init; }

    /// <summary>The density, averaged over three by three prepared pixels, that they grow into; in Hounsfield units, within the window.</summary>
    public required NumberRange Hu { get; init; }

    /// <summary>How far, in mm.</summary>
    public double ReachMm { get; init; } = 40;
}
