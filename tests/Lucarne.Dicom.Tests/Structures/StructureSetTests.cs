using System.Globalization;
using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Structures;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Structures;

/// <summary>What is read of a structure set, and which series it is laid on.</summary>
public sealed class StructureSetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Structures_contours_and_references_are_read_with_or_without_vr(bool isImplicit)
    {
        var set = StructureSetReader.Read(DrawnStructureSet.ToFile(isImplicit));
        Assert.Equal(["1.2.3"], set.ReferencedSeriesUids);
        Assert.Equal(["1.2.9"], set.FrameOfReferenceUids);
        Assert.Equal(["Cœur", "Isocentre", "empty"], set.Structures.Select(structure => structure.Name));
        var heart = set.Structures[0];
        Assert.Equal((2, "ORGAN", 1), (heart.Number, heart.InterpretedType, heart.Damaged));
        Assert.Equal<(byte, byte, byte)?>((255, 128, 0), heart.Colour);
        Assert.Equal([ContourKind.ClosedPlanar, ContourKind.ClosedPlanar, ContourKind.OpenPlanar], heart.Contours.Select(contour => contour.Kind));
        Assert.Equal([new(0, 0, 0), new(4, 0, 0), new(4, 4, 0), new(0, 4, 0)], heart.Contours[0].Points);
        Assert.Equal(new Vector3d(1.5, -2.5, 30), Assert.Single(Assert.Single(set.Structures[1].Contours).Points));
        Assert.Empty(set.Structures[2].Contours);
    }

    [Fact]
    public void The_series_is_the_one_it_names_else_the_one_of_its_frame_of_reference_else_none()
    {
        using var folder = new TemporaryFolder();
        new DrawnSlice().Write(folder.Path, "slice");
        new DrawnSlice { SeriesUid = "1.2.4" }.Write(folder.Path, "other");
        File.WriteAllBytes(folder.In("named"), DrawnStructureSet.ToFile(isImplicit: false));
        using var found = DicomCollection.Open(folder.Path);
        var set = Assert.Single(found.StructureSets);
        Assert.Equal("1.2.3", ReferencedSeries.Choose(set, found.Series).Identity.SeriesInstanceUid);
        var broken = set with { ReferencedSeriesUids = ["9.9"] };
        Assert.Contains("any of 2 series", Assert.Throws<DicomException>(() => ReferencedSeries.Choose(broken, found.Series)).Message, StringComparison.Ordinal);
        Assert.Equal("1.2.4", ReferencedSeries.Choose(broken, [found.Series[1]]).Identity.SeriesInstanceUid);
        var elsewhere = broken with { FrameOfReferenceUids = ["8.8"] };
        Assert.Contains("drawn on series 9.9, and none of the 2 series here", Assert.Throws<DicomException>(() => ReferencedSeries.Choose(elsewhere, found.Series)).Message, StringComparison.Ordinal);
        Assert.Contains("without the series", Assert.Throws<DicomException>(() => ReferencedSeries.Choose(set, [])).Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("LUNG1-001")]
    [InlineData("LUNG1-002")]
    public void Real_structure_sets_are_read_as_pydicom_reads_them(string patient)
    {
        var folder = SharedData.Folder($"lung1/{patient}");
        using var found = DicomCollection.Open(folder);
        var set = Assert.Single(found.StructureSets);
        const string script = """
            import sys, pydicom
            d = pydicom.dcmread(sys.argv[1])
            c = {r.ReferencedROINumber: r.get('ContourSequence', []) for r in d.ROIContourSequence}
            for r in d.StructureSetROISequence:
                k = c.get(r.ROINumber, [])
                print(r.ROINumber, len(k), sum(len(x.ContourData) // 3 for x in k), repr(sum(float(v) for x in k for v in x.ContourData)), r.ROIName, sep='|')
            """;
        var lines = Pydicom.Run(script, set.File).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Length, set.Structures.Count);
        foreach (var (line, structure) in lines.Zip(set.Structures))
        {
            var parts = line.Split('|');
            Assert.Equal(parts[4], structure.Name);
            Assert.Equal(int.Parse(parts[0], CultureInfo.InvariantCulture), structure.Number);
            Assert.Equal(int.Parse(parts[1], CultureInfo.InvariantCulture), structure.Contours.Count);
            Assert.Equal(int.Parse(parts[2], CultureInfo.InvariantCulture), structure.Contours.Sum(contour => contour.Points.Count));
            // The sums differ by the order of additions only.
            var sum = structure.Contours.Sum(contour => contour.Points.Sum(point => point.X + point.Y + point.Z));
            Assert.Equal(double.Parse(parts[3], CultureInfo.InvariantCulture), sum, Math.Max(1e-6, Math.Abs(sum) * 1e-9));
        }
    }
}
