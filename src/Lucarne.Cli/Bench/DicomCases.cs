using System.Globalization;
using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Phantom;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Bench;

/// <summary>The jobs on DICOM that other programs do too.</summary>
internal static class DicomCases
{
    // As a planning CT is: 512 × 512, slices of 3 mm.
    private const int Side = 512;
    private const double SliceSpacingMm = 3;

    /// <summary>A series to .nii.gz, against dcm2niix.</summary>
    public static ToolCase Convert(string? patient, string place, CancellationToken cancellation)
    {
        var series = Path.Combine(patient ?? Phantom(place, cancellation), "CT");
        if (!Directory.Exists(series)) series = patient!;
        return new ToolCase(
            $"convert {Counted(series)} to .nii.gz",
            "dcm2niix",
            folder => ["-z", "y", "-b", "y", "-f", "scan", "-o", folder, series],
            folder => ["convert", series, "--out", folder],
            SameVoxels);
    }

    /// <summary>A structure set to a mask per structure and a label map, against plastimatch.</summary>
    public static ToolCase Contours(string? patient, string place, CancellationToken cancellation)
    {
        var folder = patient ?? Phantom(place, cancellation);
        using var found = DicomCollection.Open(folder, cancellation);
        if (found.StructureSets is not [var set]) throw new TrainingException($"{folder} holds {found.StructureSets.Count} structure sets where one is expected; give one patient's folder");
        var series = Path.Combine(folder, "CT");
        if (!Directory.Exists(series)) series = folder;
        return new ToolCase(
            $"contours of {set.Structures.Count} structures on {Counted(series)} to masks",
            "plastimatch",
            into => ["convert", "--input", set.File, "--referenced-ct", series, "--output-prefix", into, "--prefix-format", "nii.gz", "--output-labelmap", Path.Combine(into, "labels.nii.gz")],
            into => ["contours", folder, "--out", into],
            SameMasks);
    }

    private static string Phantom(string place, CancellationToken cancellation)
    {
        ThoraxCohort.Write(place, new ThoraxCohortOptions(1, 42) { Side = Side, SliceSpacingMm = SliceSpacingMm }, null, cancellation);
        return Path.Combine(place, "PHANTOM-001");
    }

    private static string Counted(string series) => string.Create(CultureInfo.InvariantCulture, $"{Directory.GetFiles(series).Length} files");

    private static string SameVoxels(string own, string peer)
    {
        string[] ours = Directory.GetFiles(own, "*.nii.gz"), theirs = Directory.GetFiles(peer, "*.nii.gz");
        if (ours.Length != 1 || theirs.Length != 1) return $"Lucarne wrote {ours.Length} volume(s), dcm2niix {theirs.Length}: the times do not compare the same work";
        // dcm2niix turns the rows round; in one order of axes the voxels can be compared.
        Volume<float> mine = Axial(ours[0]), yours = Axial(theirs[0]);
        return mine.Geometry.IsSameGrid(yours.Geometry) && mine.Voxels.AsSpan().SequenceEqual(yours.Voxels)
            ? "both wrote one volume, the same to the last voxel"
            : "both wrote one volume, and they differ";
    }

    private static Volume<float> Axial(string path)
    {
        var volume = NiftiFile.ReadFloat(path);
        return new AxialOrder(volume.Geometry).Apply(volume);
    }

    private static string SameMasks(string own, string peer)
    {
        var worst = 1.0;
        var (count, alone) = (0, 0);
        foreach (var theirs in Directory.GetFiles(peer, "*.nii.gz").Where(path => Path.GetFileName(path) != "labels.nii.gz"))
        {
            var name = Path.GetFileName(theirs);
            var ours = Directory.GetFiles(Path.Combine(own, "structures"), "*.nii.gz").FirstOrDefault(path => Plain(Path.GetFileName(path)) == Plain(name));
            if (ours is null)
            {
                alone++;
                continue;
            }

            count++;
            worst = Math.Min(worst, Dice(NiftiFile.ReadLabels(ours).Voxels, NiftiFile.ReadLabels(theirs).Voxels));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{count} masks compared, least Dice {worst:0.00000}{(alone > 0 ? $"; {alone} of plastimatch's have no counterpart by name" : "")}");
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static double Dice(byte[] a, byte[] b)
    {
        if (a.Length != b.Length) return 0;
        long both = 0, sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            both += a[i] > 0 && b[i] > 0 ? 2 : 0;
            sum += (a[i] > 0 ? 1 : 0) + (b[i] > 0 ? 1 : 0);
        }

        return sum > 0 ? (double)both / sum : 1;
    }
}
