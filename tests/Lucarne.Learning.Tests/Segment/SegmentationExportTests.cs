using Lucarne.Dicom;
using Lucarne.Dicom.Phantom;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;
using Lucarne.Learning.Tests.Recipes;

namespace Lucarne.Learning.Tests.Segment;

/// <summary>What is written of a label map, whoever drew it: here a phantom's own contours, so that no network is needed.</summary>
public sealed class SegmentationExportTests : IDisposable
{
    private static readonly Recipe Thorax = Recipe.Load("thorax", RepositoryRecipes.Folder, variant: null, []);
    private static readonly SegmentationObjects Both = new(WithStructureSet: true, WithSegmentation: true);

    private static readonly byte Gtv = Thorax.Segmentation!.Structures.First(structure => structure.Name == "gtv").Value;

    private readonly string folder = Directory.CreateTempSubdirectory("lucarne-segment").FullName;

    [Fact]
    public void Contours_written_back_make_the_mask_they_were_made_from()
    {
        var (scan, labels) = Drawn();
        var into = Path.Combine(folder, "out");
        using (scan) SegmentationExport.Write(into, scan.Scans[0], scan.Scans[0].Read(default), new(labels, null), Thorax, "0.1.0", Both, TimeProvider.System);
        Assert.Equal(labels.Voxels, NiftiFile.ReadLabels(Path.Combine(into, "labels.nii.gz")).Voxels);

        // As a department would: the scan and the new structure set, through contours.
        File.Copy(Path.Combine(into, "rtstruct.dcm"), Path.Combine(folder, "PHANTOM-001", "CT", "AI.dcm"));
        var result = ContourExport.Run(Path.Combine(folder, "PHANTOM-001", "CT"), Path.Combine(folder, "back"), Thorax);
        Assert.Equal(Thorax.Segmentation!.Structures.Select(structure => structure.Name), result.Structures.Select(structure => structure.Meaning!.Name));
        foreach (var structure in result.Structures)
        {
            var back = NiftiFile.ReadLabels(Path.Combine(folder, "back", structure.File!)).Voxels;
            long both = 0, sum = 0;
            for (var i = 0; i < back.Length; i++)
            {
                // A planning target volume comes back with the tumour it lies around.
                var was = labels.Voxels[i] == structure.Meaning!.Value || (structure.Meaning.Name == "ptv" && labels.Voxels[i] == Gtv);
                both += was && back[i] > 0 ? 2 : 0;
                sum += (was ? 1 : 0) + (back[i] > 0 ? 1 : 0);
            }

            Assert.True(both >= 0.995 * sum, $"{structure.Drawn.Name}: Dice {(double)both / sum}");
        }
    }

    /// <summary>Real patients: each structure, holes and thin rims included, comes back voxel by voxel.</summary>
    [SkippableTheory]
    [InlineData("LUNG1-001")]
    [InlineData("LUNG1-002")]
    public void Contours_of_a_real_patient_come_back_to_the_voxel(string patient)
    {
        var data = RealPatient(patient);
        ContourExport.Run(data, Path.Combine(folder, "truth"), Thorax);
        var labels = NiftiFile.ReadLabels(Path.Combine(folder, "truth", "labels.nii.gz"));
        using (var source = ScanSource.Open(data, null))
            SegmentationExport.Write(folder, source.Scans[0], source.Scans[0].Read(default), new(labels, null), Thorax, "0.1.0", Both, TimeProvider.System);

        var again = Directory.CreateDirectory(Path.Combine(folder, "again")).FullName;
        foreach (var file in Directory.GetFiles(data, "*", SearchOption.AllDirectories).Where(IsSlice)) File.CreateSymbolicLink(Path.Combine(again, Path.GetFileName(file)), file);
        File.Copy(Path.Combine(folder, "rtstruct.dcm"), Path.Combine(again, "AI.dcm"));
        ContourExport.Run(again, Path.Combine(folder, "back"), Thorax);
        Assert.Equal(labels.Voxels, NiftiFile.ReadLabels(Path.Combine(folder, "back", "labels.nii.gz")).Voxels);
    }

    [Fact]
    public void An_organ_is_written_with_what_a_margin_hides_of_it_and_a_margin_with_its_tumour()
    {
        var (scan, labels) = Drawn();
        var options = Thorax.Segmentation!;
        byte Value(string name) => options.Structures.First(structure => structure.Name == name).Value;
        var beneath = new Volume<byte>(labels.Geometry, [.. labels.Voxels.Select(voxel => voxel == Value("ptv") ? Value("left_lung") : voxel)]);
        using (scan) SegmentationExport.Write(folder, scan.Scans[0], scan.Scans[0].Read(default), new(labels, beneath), Thorax, "0.1.0", Both, TimeProvider.System);
        var (lung, margin, tumour) = (Count(labels, "left_lung"), Count(labels, "ptv"), Count(labels, "gtv"));
        Assert.True(lung > 0 && margin > 0 && tumour > 0);
        Assert.Equal(lung + margin, Written("left_lung"));
        Assert.Equal(margin + tumour, Written("ptv"));
        Assert.Equal(tumour, Written("gtv"));
        var volumes = ScanVolumes.Read(Path.Combine(folder, "volumes.json")).Structures.ToDictionary(structure => structure.Name, structure => structure.VoxelCount);
        Assert.Equal((lung + margin, margin + tumour), (volumes["left_lung"], volumes["ptv"]));

        // The label map says where margins lie, as before.
        Assert.Equal(labels.Voxels, NiftiFile.ReadLabels(Path.Combine(folder, "labels.nii.gz")).Voxels);

        long Count(Volume<byte> map, string name) => map.Voxels.LongCount(voxel => voxel == Value(name));
        long Written(string name) => NiftiFile.ReadLabels(Path.Combine(folder, "structures", name + ".nii.gz")).Voxels.LongCount(voxel => voxel == 1);
    }

    [Fact]
    public void Volumes_are_counted_voxels_and_figures_are_drawn()
    {
        var (scan, labels) = Drawn();
        using (scan) SegmentationExport.Write(folder, scan.Scans[0], scan.Scans[0].Read(default), new(labels, null), Thorax, "0.1.0", new(false, false), TimeProvider.System);
        var volumes = ScanVolumes.Read(Path.Combine(folder, "volumes.json"));
        Assert.Equal("PHANTOM-001", volumes.PatientId);
        Assert.Equal(new DateOnly(2024, 1, 8), volumes.StudyDate);
        var heart = Assert.Single(volumes.Structures, structure => structure.Name == "heart");
        Assert.Equal(labels.Voxels.LongCount(value => value == heart.Value), heart.VoxelCount);
        Assert.Equal(heart.VoxelCount * labels.Geometry.VoxelMl, heart.VolumeMl, 1e-9);
        Assert.True(PictureReader.Read(Path.Combine(folder, "figures", "overview.fr.png")).Channels == 3);
        Assert.True(File.Exists(Path.Combine(folder, "figures", "gtv.png")));
        Assert.False(File.Exists(Path.Combine(folder, "rtstruct.dcm")));
    }

    [Fact]
    public void A_nifti_scan_has_no_slices_that_contours_could_refer_to()
    {
        using var source = ScanSource.Open("scan.nii.gz", null);
        var error = Assert.Throws<PredictException>(() => Both.Check(source.Scans[0]));
        Assert.Equal("--rtstruct writes an object that refers to the slices of a DICOM series, and 'scan.nii.gz' is NIfTI, which has none; give the series, or leave the option out", error.Message);
    }

    [Fact]
    public void Several_patients_are_not_chosen_between()
    {
        Cohort(2);
        var error = Assert.Throws<DicomException>(() => ScanSource.Open(folder, null));
        Assert.Contains("2 CT series", error.Message, StringComparison.Ordinal);
        Assert.Contains("PHANTOM-002", error.Message, StringComparison.Ordinal);
        Assert.Contains("--series", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tumour_that_has_doubled_in_ninety_days_doubles_in_ninety_days()
    {
        ThoraxCohort.Write(folder, new ThoraxCohortOptions(1, 2) { Side = 128, SliceSpacingMm = 3, FollowUpDays = 90 });
        var scans = new List<ScanVolumes>();
        using var source = ScanSource.Open(folder, null);
        foreach (var (scan, name) in source.Scans.Zip((string[])["PHANTOM-001", "PHANTOM-001-later"]))
        {
            ContourExport.Run(Path.Combine(folder, name), Path.Combine(folder, "truth"), Thorax);
            scans.Add(ScanVolumes.Of(new(NiftiFile.ReadLabels(Path.Combine(folder, "truth", "labels.nii.gz")), null), scan, Thorax, "0.1.0"));
        }

        var followUp = FollowUp.Of(scans[0], scans[1]);
        Assert.Equal(90, followUp.Days);
        var tumour = Assert.Single(followUp.Structures, structure => structure.Name == "gtv");
        // Each axis is the cube root of 2 longer, and this tumour touches no wall; voxels of 32 mm³ count 45 mL to a few percent.
        Assert.InRange(tumour.AfterMl / tumour.BeforeMl, 1.95, 2.05);
        Assert.InRange(tumour.DoublingTimeDays!.Value, 87, 93);
        Assert.Equal(0, Assert.Single(followUp.Structures, structure => structure.Name == "spinal_cord").ChangePercent!.Value, 1.0);
    }

    [Fact]
    public void Values_that_are_no_hounsfield_units_are_refused()
    {
        var path = Path.Combine(folder, "scaled.nii.gz");
        NiftiFile.Write(path, new Volume<float>(new VolumeGeometry(8, 8, 4, Vector3d.Zero, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1))));
        using var source = ScanSource.Open(path, null);
        Assert.Contains("air at −1000", Assert.Throws<PredictException>(() => source.Scans[0].Read(default)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A slice of 512 × 512 takes half a megabyte; the structure set has no such size.
    private static bool IsSlice(string file) => new FileInfo(file).Length is > 520_000 and < 540_000;

    private static string RealPatient(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, "shared", "data", "lung1", name) is var data && Directory.Exists(data)) return data;
        }

        throw new SkipException($"shared/data/lung1/{name} is not there");
    }

    private (ScanSource Scan, Volume<byte> Labels) Drawn()
    {
        Cohort(1);
        var patient = Path.Combine(folder, "PHANTOM-001");
        ContourExport.Run(patient, Path.Combine(folder, "truth"), Thorax);
        return (ScanSource.Open(patient, null), NiftiFile.ReadLabels(Path.Combine(folder, "truth", "labels.nii.gz")));
    }

    private void Cohort(int patients) => ThoraxCohort.Write(folder, new ThoraxCohortOptions(patients, 11) { Side = 128, SliceSpacingMm = 6 });
}
