using System.Globalization;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>
/// Writes DICOM Segmentation objects (PS3.3 A.51), BINARY: a frame per segment and slice in which it occurs, each with its
/// place in the patient and the slice it was derived from.
/// </summary>
public static class SegmentationWriter
{
    private const string SegmentationStorage = "1.2.840.10008.5.1.4.1.1.66.4";
    private const int SeriesNumber = 9002;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="source">The series that was segmented.</param>
    /// <param name="segments">The segments; those without a voxel are described and have no frame.</param>
    /// <param name="origin">Where the segmentation comes from.</param>
    /// <param name="made">When.</param>
    /// <exception cref="DicomException">No voxel belongs to a segment, or a label is longer than DICOM allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, SourceSeries source, IReadOnlyList<WrittenSegment> segments, ObjectOrigin origin, DateTimeOffset made)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(origin);
        var frames = new SegmentFrames();
        foreach (var (i, segment) in segments.Index())
        {
            var mask = segment.Mask();
            if (!mask.Geometry.IsSameGrid(source.Geometry)) throw new ArgumentException("A mask lies on another grid than the series.", nameof(segments));
            frames.Add(i + 1, mask);
        }

        if (frames.All.Count == 0) throw new DicomException("no voxel belongs to a structure, and a DICOM Segmentation must have a frame; leave out --seg.");
        var organizationUid = DicomUid.From(source.Identity.SeriesInstanceUid, SharedModules.Date(made), SharedModules.Time(made), "dimensions");
        var set = SharedModules.Derived(source.Identity, origin, "SEG", SeriesNumber, made)
            .Text(Attributes.DeviceSerialNumber, origin.AlgorithmVersion)
            .Text(Attributes.ImageType, @"DERIVED\PRIMARY")
            .Text(Attributes.ContentDate, SharedModules.Date(made))
            .Text(Attributes.ContentTime, SharedModules.Time(made))
            .Text(Attributes.ContentLabel, origin.CodeLabel)
            .Text(Attributes.ContentDescription, origin.Description)
            .Empty(Attributes.ContentCreatorName)
            .Text(Attributes.SegmentationType, "BINARY")
            .Text(Attributes.LossyImageCompression, "00")
            .Sequence(Attributes.ReferencedSeriesSequence, new ElementSet()
                .Text(Attributes.SeriesInstanceUid, source.Identity.SeriesInstanceUid)
                .Sequence(Attributes.ReferencedInstanceSequence, SharedModules.References(source)))
            .Sequence(Attributes.SegmentSequence, segments.Select((segment, i) => Segment(segment, i + 1, origin)));
        SegmentDimensions.Describe(set, organizationUid);
        SegmentDimensions.Place(set, source, frames.All);
        Store(set, source.Geometry, frames);
        DicomFileWriter.Write(path, set, SegmentationStorage, SharedModules.InstanceUid(source.Identity, origin, "SEG", made));
    }

    private static ElementSet Segment(WrittenSegment segment, int number, ObjectOrigin origin)
    {
        var (l, a, b) = CieLab.Of(segment.Colour);
        return new ElementSet()
            .Integers(Attributes.SegmentNumber, number)
            .Text(Attributes.SegmentLabel, segment.Label)
            .Text(Attributes.SegmentDescription, $"{segment.Description}. {origin.Description}. {origin.DescriptionFr}.")
            .Text(Attributes.SegmentAlgorithmType, origin.Generation)
            .Text(Attributes.SegmentAlgorithmName, origin.AlgorithmName)
            .Integers(Attributes.RecommendedDisplayCieLab, l, a, b)
            .Sequence(Attributes.SegmentedPropertyCategoryCodeSequence, segment.Category.ToItem())
            .Sequence(Attributes.SegmentedPropertyTypeCodeSequence, segment.Type.ToItem());
    }

    private static void Store(ElementSet set, VolumeGeometry grid, SegmentFrames frames) => set
        .Integers(Attributes.SamplesPerPixel, 1)
        .Text(Attributes.Photometric, "MONOCHROME2")
        .Text(Attributes.NumberOfFrames, frames.All.Count.ToString(CultureInfo.InvariantCulture))
        .Integers(Attributes.Rows, grid.Rows)
        .Integers(Attributes.Columns, grid.Columns)
        .Integers(Attributes.BitsAllocated, 1)
        .Integers(Attributes.BitsStored, 1)
        .Integers(Attributes.HighBit, 0)
        .Integers(Attributes.PixelRepresentation, 0)
        .Bytes(Attributes.PixelData with { Vr = "OB" }, frames.Packed);
}
