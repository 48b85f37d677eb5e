using System.Text.Json;
using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Phantom;
using Lucarne.Dicom.Tests.Writing;

namespace Lucarne.Dicom.Tests.Phantom;

public sealed class ThoraxCohortTests : IDisposable
{
    private static readonly ThoraxCohortOptions Small = new(5, 3) { Side = 64, SliceSpacingMm = 10, HasFaults = true };

    private readonly string folder = Directory.CreateTempSubdirectory("lucarne-cohort").FullName;

    [Fact]
    public void The_same_seed_writes_the_same_bytes()
    {
        string[] folders = [Path.Combine(folder, "once"), Path.Combine(folder, "again")];
        foreach (var place in folders) ThoraxCohort.Write(place, Small with { Patients = 5 });
        string[] files = [.. Directory.GetFiles(folders[0], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folders[0], file))];
        Assert.True(files.Length > 5 * 20);
        foreach (var file in files) Assert.Equal(File.ReadAllBytes(Path.Combine(folders[0], file)), File.ReadAllBytes(Path.Combine(folders[1], file)));
    }

    [Fact]
    public void Each_fault_is_written_down_and_is_there()
    {
        ThoraxCohort.Write(folder, Small);
        using var notes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "faults.json")));
        var patientOf = notes.RootElement.GetProperty("faults").EnumerateArray().ToDictionary(note => note.GetProperty("fault").GetString()!, note => note.GetProperty("patient").GetString()!);
        Assert.Equal(["french-names", "implicit-vr", "jpeg-2000", "missing-slice", "off-plane-contours"], patientOf.Keys.Order());
        Assert.Equal(5, patientOf.Values.Distinct().Count());

        using var gap = DicomCollection.Open(Path.Combine(folder, patientOf["missing-slice"]));
        Assert.Contains(Assert.Single(Assert.Single(gap.Series).Plan().Volumes).Slices, slice => slice is null);
        using var french = DicomCollection.Open(Path.Combine(folder, patientOf["french-names"]));
        Assert.Contains("Contour extérieur", Assert.Single(french.StructureSets).Structures.Select(structure => structure.Name));
        Assert.Equal("1.2.840.10008.1.2", SyntaxOf(patientOf["implicit-vr"]));
        Assert.Equal("1.2.840.10008.1.2.4.90", SyntaxOf(patientOf["jpeg-2000"]));

        using var beside = DicomCollection.Open(Path.Combine(folder, patientOf["off-plane-contours"]));
        var volume = Assert.Single(Assert.Single(beside.Series).Plan().Volumes);
        var heights = Assert.Single(beside.StructureSets).Structures.Where(structure => structure.Name == "Heart").SelectMany(structure => structure.Contours).Select(contour => volume.Geometry.ToVoxel(contour.Points[0]).Z).ToArray();
        Assert.NotEmpty(heights);
        Assert.All(heights, height => Assert.Equal(0.3, height - Math.Floor(height), 1e-3));
    }

    [SkippableFact]
    public void A_validator_finds_nothing_to_object_to()
    {
        ThoraxCohort.Write(folder, Small);
        foreach (var patient in Directory.GetDirectories(folder))
        {
            Assert.Empty(OutsideTool.Objections(Directory.GetFiles(patient, "RS.*")[0]));
            Assert.Empty(OutsideTool.Objections(Directory.GetFiles(Path.Combine(patient, "CT"))[4]));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // The UID behind tag (0002,0010), VR UI and its length.
    private string SyntaxOf(string patient)
    {
        var bytes = File.ReadAllBytes(Directory.GetFiles(Path.Combine(folder, patient, "CT"))[0]);
        var at = bytes.AsSpan().IndexOf((byte[])[0x02, 0x00, 0x10, 0x00, (byte)'U', (byte)'I']) + 8;
        return System.Text.Encoding.ASCII.GetString(bytes, at, bytes[at - 2]).TrimEnd('\0');
    }
}
