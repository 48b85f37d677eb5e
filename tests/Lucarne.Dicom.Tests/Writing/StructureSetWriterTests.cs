using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Structures;
using Lucarne.Dicom.Writing;
using Lucarne.Imaging;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Writing;

public sealed class StructureSetWriterTests
{
    private static readonly WrittenStructure[] Structures =
    [
        new("Cœur", RoiKind.Organ, new Rgb(240, 50, 230), WrittenScan.DiscAndRing, 12.3456),
        new("GTV-1", RoiKind.Gtv, new Rgb(230, 25, 75), [WrittenScan.Circle(-8, -35, 4, 21.5)]),
        new("Iso", RoiKind.Isocentre, new Rgb(255, 255, 255), [new PlanarContour([new(-26, -17, 18.5)])]),
    ];

    private static readonly ObjectOrigin Network = ObjectOrigin.Network("thorax", "0.1.0");

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_validator_finds_nothing_to_object_to(bool isImplicit)
    {
        using var scan = new WrittenScan();
        Assert.Empty(OutsideTool.Objections(Write(scan, isImplicit)));
    }

    [SkippableFact]
    public void Another_reader_finds_every_reference_and_every_description()
    {
        using var scan = new WrittenScan();
        var said = Pydicom.Run(
            """
            import sys, glob, pydicom
            d = pydicom.dcmread(sys.argv[1])
            ct = {s.SOPInstanceUID: s for s in map(pydicom.dcmread, glob.glob(sys.argv[2] + '/CT/*.dcm'))}
            one = next(iter(ct.values()))
            series = d.ReferencedFrameOfReferenceSequence[0].RTReferencedStudySequence[0].RTReferencedSeriesSequence[0]
            print(d.StudyInstanceUID == one.StudyInstanceUID, d.FrameOfReferenceUID == one.FrameOfReferenceUID, d.SeriesInstanceUID != one.SeriesInstanceUID,
                  series.SeriesInstanceUID == one.SeriesInstanceUID, {r.ReferencedSOPInstanceUID for r in series.ContourImageSequence} == set(ct),
                  all(r.ReferencedFrameOfReferenceUID == one.FrameOfReferenceUID for r in d.StructureSetROISequence))
            print(all(float(ct[c.ContourImageSequence[0].ReferencedSOPInstanceUID].ImagePositionPatient[2]) == float(c.ContourData[2])
                      for r in d.ROIContourSequence for c in r.ContourSequence))
            print([r.ROIName for r in d.StructureSetROISequence], [o.RTROIInterpretedType for o in d.RTROIObservationsSequence], [c.ContourGeometricType for r in d.ROIContourSequence for c in r.ContourSequence])
            print(d.SeriesDescription, '|', d.StructureSetLabel, '|', d.StructureSetDescription, '|', d.StructureSetROISequence[0].ROIGenerationAlgorithm, '|', d.StructureSetROISequence[0].ROIVolume, '|', d.ApprovalStatus)
            """,
            Write(scan), scan.Folder).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("True True True True True True", said[0].Trim());
        Assert.Equal("True", said[1].Trim());
        Assert.Equal("['Cœur', 'GTV-1', 'Iso'] ['ORGAN', 'GTV', 'ISOCENTER'] ['CLOSED_PLANAR', 'CLOSED_PLANAR', 'CLOSED_PLANAR', 'POINT']", said[2].Trim());
        Assert.Equal(
            "AI-generated, not for clinical use without review | AI, not reviewed | AI-generated, not for clinical use without review. Produit par une IA, sans usage clinique avant relecture. | AUTOMATIC | 12.346 | UNAPPROVED",
            said[3].Trim());
    }

    [SkippableFact]
    public void Plastimatch_makes_the_same_mask_of_it_holes_included()
    {
        using var scan = new WrittenScan();
        var masks = Path.Combine(scan.Folder, "masks");
        OutsideTool.Say("plastimatch", "convert", "--input", Write(scan), "--referenced-ct", Path.Combine(scan.Folder, "CT"), "--output-prefix", masks, "--prefix-format", "nii.gz");
        var theirs = NiftiFile.ReadLabels(Path.Combine(masks, "Cœur.nii.gz"));
        var ours = ContourRasteriser.Rasterise(WrittenScan.Geometry, WrittenScan.DiscAndRing).Mask;
        Assert.True(ours.Geometry.IsSameGrid(theirs.Geometry));
        long both = 0, either = 0;
        for (var i = 0; i < ours.Voxels.Length; i++)
        {
            both += 2 * (ours.Voxels[i] & theirs.Voxels[i]);
            either += ours.Voxels[i] + theirs.Voxels[i];
        }

        Assert.True(both >= 0.995 * either, $"Dice {(double)both / either}");
        // The middle of the ring's hole, (-24, -16), lies in voxel ((-24 + 50.5) / 1.25, (-16 + 40.25) / 1.5) = (21.2, 16.2).
        Assert.Equal((1, 0), (theirs[21, 16, 2], theirs[21, 16, 3]));
    }

    [Fact]
    public void What_is_written_is_read_back_and_a_hole_is_kept()
    {
        using var scan = new WrittenScan();
        Write(scan);
        using var found = DicomCollection.Open(scan.Folder);
        var set = Assert.Single(found.StructureSets);
        Assert.Equal(["Cœur", "GTV-1", "Iso"], set.Structures.Select(structure => structure.Name));
        var contours = set.Structures[0].Contours.Where(contour => contour.Kind == ContourKind.ClosedPlanar).Select(contour => new PlanarContour(contour.Points)).ToArray();
        // The ring's two circles have become one outline.
        Assert.Equal(2, contours.Length);
        Assert.Equal(ContourRasteriser.Rasterise(WrittenScan.Geometry, WrittenScan.DiscAndRing).Mask.Voxels, ContourRasteriser.Rasterise(WrittenScan.Geometry, contours).Mask.Voxels);
    }

    [Fact]
    public void A_contour_where_a_slice_is_missing_references_none()
    {
        using var scan = new WrittenScan();
        var gap = scan.Series with { Slices = [.. scan.Series.Slices.Select((slice, k) => k == 3 ? null : slice)] };
        var path = Path.Combine(scan.Folder, "gap.dcm");
        StructureSetWriter.Write(path, gap, Structures, Network, WrittenScan.Made);
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));
        Assert.DoesNotContain(scan.Series.Slices[3]!.SopInstanceUid, text, StringComparison.Ordinal);
        Assert.Contains(scan.Series.Slices[2]!.SopInstanceUid, text, StringComparison.Ordinal);
    }

    private static string Write(WrittenScan scan, bool isImplicit = false)
    {
        var path = Path.Combine(scan.Folder, "RS.dcm");
        StructureSetWriter.Write(path, scan.Series, Structures, Network, WrittenScan.Made, isImplicit);
        return path;
    }
}
