using System.Diagnostics;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Contours;

/// <summary>Real structure sets, against what plastimatch makes of them.</summary>
public sealed class PlastimatchTests
{
    /// <summary>Voxels inside by plastimatch 1.9.4, from shared/data/DATA.md.</summary>
    private static readonly Dictionary<string, (string Structure, long Voxels)[]> Figures = new()
    {
        ["LUNG1-001"] = [("Lung L", 776_519), ("Lung R", 1_033_607), ("Spinal cord", 15_567), ("GTV-1", 54_449), ("PTV-1", 206_216)],
        ["LUNG1-002"] = [("Lung L", 686_334), ("Lung R", 658_479), ("Heart", 373_247), ("Esophagus", 19_236), ("Spinal cord", 22_216), ("GTV-1", 125_204), ("PTV-1", 347_392)],
    };

    [SkippableTheory]
    [InlineData("LUNG1-001")]
    [InlineData("LUNG1-002")]
    public void Structures_are_as_large_as_plastimatch_makes_them(string patient)
    {
        var scan = Lung1.Read(patient);
        Assert.All(Figures[patient], figure =>
        {
            var result = ContourRasteriser.Rasterise(scan.Grid, scan.Structures[figure.Structure]);
            Assert.InRange(result.VoxelCount, figure.Voxels * 0.998, figure.Voxels * 1.002);
        });
    }

    [SkippableFact]
    public void Masks_lie_where_plastimatch_lays_them()
    {
        var scan = Lung1.Read("LUNG1-002");
        using var folder = new TemporaryFolder();
        RunPlastimatch("convert", "--input", Lung1.Folder("LUNG1-002"), "--output-prefix", folder.File("masks"), "--prefix-format", "nii.gz");
        Assert.All(scan.Structures, structure =>
        {
            var own = ContourRasteriser.Rasterise(scan.Grid, structure.Value);
            var other = NiftiFile.ReadLabels(folder.File($"masks/{structure.Key}.nii.gz"));
            Assert.True(own.Mask.Geometry.IsSameGrid(other.Geometry));
            var both = own.Mask.Voxels.Zip(other.Voxels).Count(pair => pair.First != 0 && pair.Second != 0);
            var dice = 2.0 * both / (own.VoxelCount + other.Voxels.Count(voxel => voxel != 0));
            Assert.InRange(dice, 0.999, 1);
        });
    }

    private static void RunPlastimatch(params string[] arguments)
    {
        Skip.IfNot(File.Exists("/usr/bin/plastimatch"), "plastimatch is not installed");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/plastimatch", arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
