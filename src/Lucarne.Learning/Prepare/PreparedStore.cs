using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Prepare;

/// <summary>A prepared cohort, open for random reading of slices.</summary>
public sealed class PreparedStore : IDisposable
{
    private readonly Dictionary<string, PreparedScan> _scans;

    private PreparedStore(PreparedFolder folder, DataSplit split, IReadOnlyList<LocalText> warnings, Dictionary<string, PreparedScan> scans) =>
        (Folder, Split, Warnings, _scans) = (folder, split, warnings, scans);

    /// <summary>Where it lies.</summary>
    public PreparedFolder Folder { get; }

    /// <summary>Who is trained on and who is kept apart.</summary>
    public DataSplit Split { get; }

    /// <summary>What a person should know of the cohort.</summary>
    public IReadOnlyList<LocalText> Warnings { get; }

    /// <summary>The scans, sorted by name.</summary>
    public IEnumerable<PreparedScan> Scans => _scans.Values.OrderBy(scan => scan.Record.Id, StringComparer.Ordinal);

    /// <summary>Opens a prepared folder.</summary>
    /// <exception cref="PrepareException">It is none, is not finished, is damaged, or was prepared with other settings than the recipe's.</exception>
    public static PreparedStore Open(string path, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var options = recipe.Segmentation ?? throw new PrepareException($"the recipe {recipe.Name} sorts pictures: there is nothing to prepare for it");
        var folder = new PreparedFolder(path);
        var cohort = PreparedCohort.Read(folder.Cohort);
        if (cohort.Status != PreparedCohort.IsFinished)
            throw new PrepareException($"the preparation in {path} is not finished; run `lucarne prepare` again with --out {path}, and it goes on");
        if (cohort.Settings != PreparedFolder.SettingsOf(options))
            throw new PrepareException($"{path} was prepared with other structures or another window or size than the recipe {recipe.Name} states; prepare into another folder");
        var scans = new Dictionary<string, PreparedScan>(StringComparer.Ordinal);
        try
        {
            foreach (var id in cohort.Scans) scans[id] = new PreparedScan(folder, PreparedPatient.Read(folder.Patient(id)), options);
            var patientOf = scans.ToDictionary(pair => pair.Key, pair => pair.Value.Record.Patient, StringComparer.Ordinal);
            return new PreparedStore(folder, folder.ReadSplit(patientOf, recipe.Split.Seed), LocalText.Paired(cohort.Warnings, cohort.WarningsFr), scans);
        }
        catch
        {
            foreach (var scan in scans.Values) scan.Dispose();
            throw;
        }
    }

    /// <summary>Scans by their names.</summary>
    public IReadOnlyList<PreparedScan> Of(IEnumerable<string> ids) => [.. ids.Select(id => _scans[id])];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var scan in _scans.Values) scan.Dispose();
    }
}

/// <summary>A prepared scan: its slices and labels, mapped.</summary>
public sealed class PreparedScan : IDisposable
{
    private readonly MappedSlices<short> _slices;
    private readonly MappedSlices<byte> _labels;
    private readonly MappedSlices<byte>? _beneath;

    internal PreparedScan(PreparedFolder folder, PreparedPatient record, SegmentationOptions options)
    {
        (Record, Size) = (record, options.Prepare.Size);
        _slices = new MappedSlices<short>(folder.Volume(record.Id), Size, record.Size[2]);
        _labels = new MappedSlices<byte>(folder.Labels(record.Id), Size, record.Size[2]);
        if (record.KnowsBeneath) _beneath = new MappedSlices<byte>(folder.Beneath(record.Id), Size, record.Size[2]);
        Unknown = [.. options.Structures.Where(structure => !record.Contoured.Contains(structure.Name)).Select(structure => (int)structure.Value)];
    }

    /// <summary>What is known of it.</summary>
    public PreparedPatient Record { get; }

    /// <summary>Side of its slices, in pixels.</summary>
    public int Size { get; }

    /// <summary>Slices.</summary>
    public int Count => _slices.Count;

    /// <summary>Values of the structures that nobody contoured, so that where they are is not known.</summary>
    public IReadOnlyList<int> Unknown { get; }

    /// <summary>A slice as stored, [size, size]: 0 to <see cref="WindowedSlices.Top"/>; valid until the scan is disposed.</summary>
    public ReadOnlySpan<short> Slice(int k) => _slices[k];

    /// <summary>The labels of a slice, [size, size]; valid until the scan is disposed.</summary>
    public ReadOnlySpan<byte> Labels(int k) => _labels[k];

    /// <summary>The labels of a slice without margins, [size, size]; as <see cref="Labels"/> where that is not known. Valid until the scan is disposed.</summary>
    public ReadOnlySpan<byte> Beneath(int k) => (_beneath ?? _labels)[k];

    /// <inheritdoc/>
    public void Dispose()
    {
        _slices.Dispose();
        _labels.Dispose();
        _beneath?.Dispose();
    }
}
