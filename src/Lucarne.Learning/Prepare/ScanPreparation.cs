using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Cohorts;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Prepare;

/// <summary>Prepares one scan: its slices, its labels, its truth and its record, each written beside its place and renamed.</summary>
/// <param name="folder">Where to.</param>
/// <param name="options">How.</param>
internal sealed class ScanPreparation(PreparedFolder folder, SegmentationOptions options)
{
    private readonly string _settings = PreparedFolder.SettingsOf(options);

    /// <summary>Whether a scan was prepared before, from the same files and in the same way.</summary>
    public bool IsDone(CohortScan scan)
    {
        if (!File.Exists(folder.Patient(scan.Id))) return false;
        try
        {
            var record = PreparedPatient.Read(folder.Patient(scan.Id));
            return record.Settings == _settings && record.Signature == scan.Signature
                && File.Exists(folder.Volume(scan.Id)) && File.Exists(folder.Labels(scan.Id)) && File.Exists(folder.Truth(scan.Id))
                && (!record.KnowsBeneath || (File.Exists(folder.Beneath(scan.Id)) && File.Exists(folder.TruthBeneath(scan.Id))));
        }
        catch (PrepareException)
        {
            return false;
        }
    }

    /// <exception cref="PrepareException">The scan cannot be used.</exception>
    public void Prepare(CohortScan scan, CancellationToken cancellation)
    {
        var read = scan.Read(cancellation);
        if (read.Contoured.Count == 0) throw new PrepareException($"none of its contours means a structure of the recipe ({string.Join(", ", options.Structures.Select(structure => structure.Name))})");
        cancellation.ThrowIfCancellationRequested();
        var slices = WindowedSlices.Of(read.Hounsfield, options.Prepare);
        var body = BodySquare.Find(read.Hounsfield);
        var labels = WindowedSlices.Labels(read.Truth.Labels, options.Prepare.Size);
        cancellation.ThrowIfCancellationRequested();

        // The record goes first and comes last: what lies between is whole or not there.
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Patient(scan.Id))!);
        File.Delete(folder.Patient(scan.Id));
        NiftiFile.Write(folder.Volume(scan.Id), slices.Stored, slices.Scaling, "Lucarne: normalised slices");
        NiftiFile.Write(folder.Labels(scan.Id), labels, "Lucarne: labels of the slices");
        NiftiFile.Write(folder.Truth(scan.Id), read.Truth.Labels, "Lucarne: labels on the scan's grid");
        if (read.Truth is { AreOne: false, Beneath: { } beneath })
        {
            NiftiFile.Write(folder.Beneath(scan.Id), WindowedSlices.Labels(beneath, options.Prepare.Size), "Lucarne: labels of the slices without margins");
            NiftiFile.Write(folder.TruthBeneath(scan.Id), beneath, "Lucarne: labels on the scan's grid without margins");
        }

        Record(scan, read, slices, body, labels).Write(folder.Patient(scan.Id));
    }

    private PreparedPatient Record(CohortScan scan, PatientScan read, WindowedSlices slices, BodySquare body, Volume<byte> labels)
    {
        var geometry = read.Truth.Labels.Geometry;
        var voxels = new long[256];
        foreach (var value in read.Truth.Labels.Voxels) voxels[value]++;
        return new PreparedPatient
        {
            Id = scan.Id,
            Patient = scan.Patient,
            Signature = scan.Signature,
            Settings = _settings,
            Size = [geometry.Columns, geometry.Rows, geometry.Slices],
            Grid = PreparedPatient.Numbers(geometry),
            Mean = slices.Mean,
            Deviation = slices.Deviation,
            Body = body,
            Contoured = read.Contoured,
            KnowsBeneath = read.Truth is { AreOne: false, Beneath: not null },
            VolumeMl = options.Structures.Where(structure => read.Contoured.Contains(structure.Name))
                .ToDictionary(structure => structure.Name, structure => Math.Round(voxels[structure.Value] * geometry.VoxelMl, 3), StringComparer.Ordinal),
            Pixels = [.. Enumerable.Range(0, geometry.Slices).Select(k => Count(labels.Slice(k)))],
            Notes = [.. read.Notes.Select(note => note.En)],
            NotesFr = [.. read.Notes.Select(note => note.Fr)],
        };
    }

    private int[] Count(ReadOnlySpan<byte> labels)
    {
        var counts = new int[options.Channels];
        foreach (var label in labels) counts[label]++;
        return counts[1..];
    }
}
