using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>Where each frame of a segmentation lies: dimensions and functional groups (PS3.3 C.7.6.16 and C.7.6.17).</summary>
internal static class SegmentDimensions
{
    private static readonly SegmentCode SourceImage = new("121322", "DCM", "Source image for image processing operation");
    private static readonly SegmentCode Segmentation = new("113076", "DCM", "Segmentation");

    /// <summary>Frames are told apart by segment, then by position.</summary>
    public static void Describe(ElementSet set, string organizationUid) => set
        .Sequence(Attributes.DimensionOrganizationSequence, new ElementSet().Text(Attributes.DimensionOrganizationUid, organizationUid))
        .Sequence(
            Attributes.DimensionIndexSequence,
            Index(organizationUid, Attributes.ReferencedSegmentNumber, Attributes.SegmentIdentificationSequence, "Segment"),
            Index(organizationUid, Attributes.ImagePosition, Attributes.PlanePositionSequence, "Position"));

    /// <summary>What all frames share, and what each has of its own.</summary>
    public static void Place(ElementSet set, SourceSeries source, IReadOnlyList<SegmentFrame> frames)
    {
        var geometry = source.Geometry;
        Vector3d across = geometry.ColumnStep.Normalised(), down = geometry.RowStep.Normalised();
        set.Sequence(Attributes.SharedFunctionalGroups, new ElementSet()
            .Sequence(Attributes.PlaneOrientationSequence, new ElementSet().Decimals(Attributes.ImageOrientation, across.X, across.Y, across.Z, down.X, down.Y, down.Z))
            .Sequence(Attributes.PixelMeasuresSequence, new ElementSet()
                .Decimals(Attributes.SliceThickness, Math.Round(geometry.SliceSpacingMm, 6))
                .Decimals(Attributes.SpacingBetweenSlices, Math.Round(geometry.SliceSpacingMm, 6))
                .Decimals(Attributes.PixelSpacing, geometry.RowSpacingMm, geometry.ColumnSpacingMm)));
        var position = frames.Select(frame => frame.Slice).Distinct().Order().Select((slice, i) => (slice, i)).ToDictionary(pair => pair.slice, pair => pair.i + 1);
        set.Sequence(Attributes.PerFrameFunctionalGroups, frames.Select(frame => Frame(source, frame, position[frame.Slice])));
    }

    private static ElementSet Frame(SourceSeries source, SegmentFrame frame, int position)
    {
        var corner = source.Geometry.ToPatient(0, 0, frame.Slice);
        var item = new ElementSet()
            .Sequence(Attributes.FrameContentSequence, new ElementSet().Integers(Attributes.DimensionIndexValues, frame.SegmentNumber, position))
            .Sequence(Attributes.PlanePositionSequence, new ElementSet()
                .Text(Attributes.ImagePosition, string.Join('\\', new[] { corner.X, corner.Y, corner.Z }.Select(value => DecimalString.Rounded(value, 6)))))
            .Sequence(Attributes.SegmentIdentificationSequence, new ElementSet().Integers(Attributes.ReferencedSegmentNumber, frame.SegmentNumber));
        if (source.Slices[frame.Slice] is { } slice)
        {
            item.Sequence(Attributes.DerivationImageSequence, new ElementSet()
                .Sequence(Attributes.SourceImageSequence, SharedModules.Reference(slice)
                    .Text(Attributes.SpatialLocationsPreserved, "YES")
                    .Sequence(Attributes.PurposeOfReferenceCodeSequence, SourceImage.ToItem()))
                .Sequence(Attributes.DerivationCodeSequence, Segmentation.ToItem()));
        }

        return item;
    }

    private static ElementSet Index(string organizationUid, Attribute pointer, Attribute group, string label) => new ElementSet()
        .Text(Attributes.DimensionOrganizationUid, organizationUid)
        .TagValue(Attributes.DimensionIndexPointer, pointer)
        .TagValue(Attributes.FunctionalGroupPointer, group)
        .Text(Attributes.DimensionDescriptionLabel, label);
}
