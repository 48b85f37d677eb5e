using Lucarne.Dicom.Writing;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Writing;

public sealed class SegmentationWriterTests
{
    private static readonly ObjectOrigin Network = ObjectOrigin.Network("thorax", "0.1.0");

    [SkippableFact]
    public void A_validator_finds_nothing_to_object_to()
    {
        using var scan = new WrittenScan();
        // A beak has no code of its own in SNOMED's part for DICOM; the validator warns of every private scheme.
        Assert.All(OutsideTool.Objections(Write(scan)), objection => Assert.StartsWith("Warning - Unrecognized defined term <99LUCARNE>", objection, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Another_reader_sees_each_segment_where_it_is()
    {
        using var scan = new WrittenScan();
        var said = Pydicom.Run(
            """
            import sys, glob, pydicom
            d = pydicom.dcmread(sys.argv[1])
            ct = {s.SOPInstanceUID: s for s in map(pydicom.dcmread, glob.glob(sys.argv[2] + '/CT/*.dcm'))}
            print([(s.SegmentNumber, s.SegmentLabel, s.SegmentAlgorithmType, s.SegmentedPropertyTypeCodeSequence[0].CodeValue, s.SegmentedPropertyTypeCodeSequence[0].CodingSchemeDesignator) for s in d.SegmentSequence])
            print(d.SegmentationType, d.ContentLabel, '|', d.ContentDescription, '|', d.SeriesDescription, '|', d.FrameOfReferenceUID == next(iter(ct.values())).FrameOfReferenceUID,
                  {r.ReferencedSOPInstanceUID for r in d.ReferencedSeriesSequence[0].ReferencedInstanceSequence} == set(ct))
            for f, p in zip(d.PerFrameFunctionalGroupsSequence, d.pixel_array):
                z = float(f.PlanePositionSequence[0].ImagePositionPatient[2])
                source = ct[f.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID]
                ys, xs = p.nonzero()
                print(f.SegmentIdentificationSequence[0].ReferencedSegmentNumber, z, float(source.ImagePositionPatient[2]) == z, p.sum(), xs.min(), xs.max(), ys.min(), ys.max(), list(f.FrameContentSequence[0].DimensionIndexValues))
            """,
            Write(scan), scan.Folder).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("[(1, 'Heart', 'AUTOMATIC', '80891009', 'SCT'), (2, 'Bec', 'AUTOMATIC', 'BEAK', '99LUCARNE')]", said[0].Trim());
        Assert.Equal("BINARY AI_NOT_REVIEWED | AI-generated, not for clinical use without review | AI-generated, not for clinical use without review | True True", said[1].Trim());
        // The boxes that Labels() fills, slice by slice; slice k lies at 12.5 + 3 k mm.
        Assert.Equal("1 15.5 True 20 3 7 5 8 [1, 1]", said[2].Trim());
        Assert.Equal("1 18.5 True 20 3 7 5 8 [1, 2]", said[3].Trim());
        Assert.Equal("2 18.5 True 3 39 39 29 31 [2, 2]", said[4].Trim());
        Assert.Equal(5, said.Length);
    }

    [Fact]
    public void Without_a_voxel_there_is_nothing_to_write()
    {
        using var scan = new WrittenScan();
        var error = Assert.Throws<DicomException>(() => SegmentationWriter.Write(
            Path.Combine(scan.Folder, "SEG.dcm"), scan.Series, Segments(new Volume<byte>(WrittenScan.Geometry)), Network, WrittenScan.Made));
        Assert.Contains("leave out --seg", error.Message, StringComparison.Ordinal);
    }

    // CIE L*a*b* of sRGB's white, black and red under D50: (100, 0, 0), (0, 0, 0) and (54.29, 80.80, 69.89), Lindbloom's calculator.
    [Theory]
    [InlineData(255, 255, 255, 100, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(255, 0, 0, 54.29, 80.80, 69.89)]
    public void Colours_are_recommended_in_cie_lab(byte red, byte green, byte blue, double l, double a, double b)
    {
        var (scaledL, scaledA, scaledB) = CieLab.Of(new Rgb(red, green, blue));
        Assert.Equal(l, scaledL * 100.0 / 65535, 0.05);
        Assert.Equal(a, (scaledA * 255.0 / 65535) - 128, 0.1);
        Assert.Equal(b, (scaledB * 255.0 / 65535) - 128, 0.1);
    }

    private static string Write(WrittenScan scan)
    {
        var path = Path.Combine(scan.Folder, "SEG.dcm");
        SegmentationWriter.Write(path, scan.Series, Segments(Labels()), Network, WrittenScan.Made);
        return path;
    }

    private static WrittenSegment[] Segments(Volume<byte> labels)
    {
        var (category, type) = SegmentCode.Of("heart");
        var (otherCategory, otherType) = SegmentCode.Of("beak");
        return [new(() => Of(5), "Heart", "Heart / Cœur", new Rgb(240, 50, 230), category, type), new(() => Of(9), "Bec", "Beak / Bec", new Rgb(1, 2, 3), otherCategory, otherType)];

        Volume<byte> Of(byte value) => new(labels.Geometry, [.. labels.Voxels.Select(voxel => voxel == value ? (byte)1 : (byte)0)]);
    }

    private static Volume<byte> Labels()
    {
        var labels = new Volume<byte>(WrittenScan.Geometry);
        foreach (var k in (int[])[1, 2])
        {
            for (var j = 5; j <= 8; j++)
            {
                for (var i = 3; i <= 7; i++) labels[i, j, k] = 5;
            }
        }

        for (var j = 29; j <= 31; j++) labels[39, j, 2] = 9;
        return labels;
    }
}
