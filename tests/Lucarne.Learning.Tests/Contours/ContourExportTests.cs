using System.Diagnostics;
using System.Text.Json;
using Lucarne.Dicom;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Tests.Recipes;

namespace Lucarne.Learning.Tests.Contours;

/// <summary>Contours of two real patients become masks as plastimatch makes them.</summary>
public sealed class ContourExportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lucarne-contours-");

    public void Dispose() => _folder.Delete(recursive: true);

    // Voxels that plastimatch 1.9.4 counts.
    [SkippableTheory]
    [InlineData("LUNG1-001", "Lung L:776519 Lung R:1033607 Spinal cord:15567 GTV-1:54449 PTV-1:206216")]
    [InlineData("LUNG1-002", "Lung L:686334 Lung R:658479 Heart:373247 Esophagus:19236 Spinal cord:22216 GTV-1:125204 PTV-1:347392")]
    public void Voxel_counts_are_within_two_thousandths_of_plastimatchs(string patient, string counts)
    {
        var result = ContourExport.Run(SharedFolder($"lung1/{patient}"), _folder.FullName, Thorax());
        foreach (var (name, expected) in Counts(counts))
        {
            var structure = Assert.Single(result.Structures, structure => structure.Drawn.Name == name);
            Assert.InRange(structure.VoxelCount / (double)expected, 0.998, 1.002);
            Assert.Equal(structure.VoxelCount, NiftiFile.ReadLabels(Path.Combine(_folder.FullName, structure.File!)).Voxels.Count(voxel => voxel > 0));
        }

        Assert.All(result.Structures.Where(structure => structure.Drawn.Name.StartsWith("Iso", StringComparison.Ordinal)), point =>
        {
            Assert.Null(point.File);
            Assert.Equal("it is a point", Assert.Single(point.LeftOut).Reason);
        });
    }

    [SkippableTheory]
    [InlineData("LUNG1-001", 5)]
    [InlineData("LUNG1-002", 7)]
    public void Masks_overlap_plastimatchs_to_999_thousandths(string patient, int structures)
    {
        var dicom = SharedFolder($"lung1/{patient}");
        RunPlastimatch(dicom, Path.Combine(_folder.FullName, "theirs"));
        var result = ContourExport.Run(dicom, Path.Combine(_folder.FullName, "ours"), Thorax());
        var used = result.Structures.Where(structure => structure.Meaning is not null).ToList();
        Assert.Equal(structures, used.Count);
        foreach (var structure in used)
        {
            var ours = NiftiFile.ReadLabels(Path.Combine(_folder.FullName, "ours", structure.File!));
            var theirs = NiftiFile.ReadLabels(Path.Combine(_folder.FullName, "theirs", structure.Drawn.Name + ".nii.gz"));
            Assert.True(ours.Geometry.IsSameGrid(theirs.Geometry));
            Assert.InRange(Dice(ours.Voxels, theirs.Voxels), 0.999, 1);
        }
    }

    [SkippableFact]
    public void The_label_map_has_the_later_of_the_paint_order_on_top_and_the_account_says_all()
    {
        var result = ContourExport.Run(SharedFolder("lung1/LUNG1-002"), _folder.FullName, Thorax());
        var labels = NiftiFile.ReadLabels(Path.Combine(_folder.FullName, "labels.nii.gz"));
        byte[] Mask(string name) => NiftiFile.ReadLabels(Path.Combine(_folder.FullName, result.Structures.First(structure => structure.Drawn.Name == name).File!)).Voxels;
        // Painted in this order: lungs, heart, PTV, oesophagus, spinal cord, GTV.
        var expected = new byte[labels.Voxels.Length];
        foreach (var (name, value) in new (string, byte)[] { ("Lung R", 3), ("Lung L", 4), ("Heart", 5), ("PTV-1", 2), ("Esophagus", 6), ("Spinal cord", 7), ("GTV-1", 1) })
        {
            var mask = Mask(name);
            for (var i = 0; i < mask.Length; i++) if (mask[i] > 0) expected[i] = value;
        }

        Assert.True(expected.AsSpan().SequenceEqual(labels.Voxels));
        using var account = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "structures.json")));
        var root = account.RootElement;
        Assert.Equal(["Patient", "CTV-1", "contrast", "I1"], root.GetProperty("unused").EnumerateArray().Select(name => name.GetString()).Take(4));
        var gtv = root.GetProperty("labels").EnumerateArray().First();
        Assert.Equal(("gtv", expected.Count(value => value == 1)), (gtv.GetProperty("name").GetString(), gtv.GetProperty("voxels").GetInt32()));
        // Of all contours two overlap in part: counted with NumPy, edge by edge, 26 pixels have their centres in both.
        var overlapping = root.GetProperty("structures").EnumerateArray().Where(structure => structure.GetProperty("overlapping").GetArrayLength() > 0).ToList();
        Assert.Equal("contrast", Assert.Single(overlapping).GetProperty("name").GetString());
        var pair = Assert.Single(overlapping[0].GetProperty("overlapping").EnumerateArray());
        Assert.Equal(("[62,63]", 26), (JsonSerializer.Serialize(pair.GetProperty("contours")), pair.GetProperty("voxels_left_out").GetInt32()));
        // The file holds its affine in single precision.
        Assert.Equal(expected.Count(value => value == 1) * labels.Geometry.VoxelMl, gtv.GetProperty("volume_ml").GetDouble(), 4);
    }

    [Fact]
    public void A_folder_without_a_structure_set_is_a_sentence()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "notes.txt"), "nothing");
        var error = Assert.Throws<DicomException>(() => ContourExport.Run(_folder.FullName, Path.Combine(_folder.FullName, "out"), Thorax()));
        Assert.Contains("holds no structure set (RTSTRUCT)", error.Message, StringComparison.Ordinal);
    }

    private static Recipe Thorax() => Recipe.Load("thorax", RepositoryRecipes.Folder, variant: null, []);

    private static IEnumerable<(string, long)> Counts(string text)
    {
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(text, @"(?<name>[^:]+):(?<count>\d+) ?"))
            yield return (match.Groups["name"].Value, long.Parse(match.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static double Dice(byte[] a, byte[] b)
    {
        long both = 0, sum = 0;
        for (var i = 0; i < a.Length; i++) (both, sum) = (both + (a[i] > 0 && b[i] > 0 ? 1 : 0), sum + (a[i] > 0 ? 1 : 0) + (b[i] > 0 ? 1 : 0));
        return 2.0 * both / sum;
    }

    private static void RunPlastimatch(string dicom, string into)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("plastimatch", ["convert", "--input", dicom, "--output-prefix", into, "--prefix-format", "nii.gz"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException("plastimatch is not installed");
        }
    }

    private static string SharedFolder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", name) is var data && Directory.Exists(data)) return data;
        throw new SkipException($"shared/data/{name} is not there");
    }
}
