using Lucarne.Dicom.Elements;
using Lucarne.Dicom.Pixels;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Series;

/// <summary>
/// Reads the headers of a file's slices: one from the tags of the image plane module (PS3.3 C.7.6.2), or one per frame from the functional
/// groups of an enhanced object (PS3.3 C.7.6.16).
/// </summary>
internal static class SliceHeaderReader
{
    /// <summary>How far directions may be from unit length or from each other's perpendicular; scanners write six digits or more.</summary>
    private const double DirectionTolerance = 0.01;

    /// <summary>The headers of a file's slices.</summary>
    /// <exception cref="DicomException">They are missing or contradict themselves. The message is no whole sentence.</exception>
    public static IReadOnlyList<SliceHeader> Read(DicomFile file, SourceFile source)
    {
        if (file.Pixels is null) throw new DicomException("it has no pixel data");
        var frames = file.Data.Integer(Tags.NumberOfFrames) ?? 1;
        var perFrame = file.Data.Items(Tags.PerFrameFunctionalGroups);
        if (perFrame.Count == 0 && frames > 1) throw new DicomException($"its {frames} frames carry no positions, so no volume can be made of them");
        if (perFrame.Count > 0 && perFrame.Count != frames) throw new DicomException($"it claims {frames} frames and describes {perFrame.Count}");
        var shared = file.Data.Item(Tags.SharedFunctionalGroups);
        FunctionalGroups[] groups = perFrame.Count == 0 ? [new(file.Data, null, null)] : [.. perFrame.Select(frame => new FunctionalGroups(file.Data, shared, frame))];
        // Where a picture lies comes first: without it no volume can be made, whatever its pixels are.
        var planes = groups.Select(PlaneOf).ToList();
        if (file.Data.Has(Tags.ModalityLutSequence)) throw new DicomException("its values are mapped by a table (Modality LUT), where a slope and an intercept are expected");
        var layout = PixelLayout.Of(file);
        return [.. groups.Select((group, frame) => Header(file, source, layout, group, planes[frame], frame))];
    }

    private static SliceHeader Header(DicomFile file, SourceFile source, PixelLayout layout, FunctionalGroups groups, Plane plane, int frame)
    {
        var data = file.Data;
        var slope = groups.Decimals(Tags.PixelValueTransformationSequence, Tags.RescaleSlope) is [var factor, ..] ? factor : 1;
        if (slope == 0) throw new DicomException("its RescaleSlope is 0, which makes every value the same");
        return new SliceHeader
        {
            Source = source,
            Frame = frame,
            SopClassUid = data.Text(Tags.SopClassUid) ?? "",
            SopInstanceUid = data.Text(Tags.SopInstanceUid) ?? "",
            Position = plane.Position,
            ColumnDirection = plane.Along,
            RowDirection = plane.Down,
            ColumnSpacingMm = plane.ColumnSpacingMm,
            RowSpacingMm = plane.RowSpacingMm,
            ThicknessMm = groups.Decimals(Tags.PixelMeasuresSequence, Tags.SliceThickness) is [> 0 and var thickness, ..] ? thickness : null,
            Layout = layout,
            Slope = slope,
            Intercept = groups.Decimals(Tags.PixelValueTransformationSequence, Tags.RescaleIntercept) is [var offset, ..] ? offset : 0,
            RescaleType = groups.Text(Tags.PixelValueTransformationSequence, Tags.RescaleType) ?? "",
            IsLocalizer = data.Texts(Tags.ImageType).Contains("LOCALIZER", StringComparer.OrdinalIgnoreCase),
            MayBeLossy = file.Syntax.MayBeLossy,
            InstanceNumber = (int?)data.Optional(Tags.InstanceNumber),
            Phases =
            [
                ("TemporalPositionIdentifier", groups.Integer(Tags.FrameContentSequence, Tags.TemporalPositionIndex) ?? data.Optional(Tags.TemporalPosition)),
                ("AcquisitionNumber", data.Optional(Tags.AcquisitionNumber)),
                ("EchoTime", data.Optional(Tags.EchoTime)),
                ("TriggerTime", data.Optional(Tags.TriggerTime)),
            ],
        };
    }

    private static Plane PlaneOf(FunctionalGroups groups)
    {
        var position = groups.Decimals(Tags.PlanePositionSequence, Tags.ImagePosition);
        var orientation = groups.Decimals(Tags.PlaneOrientationSequence, Tags.ImageOrientation);
        var spacing = groups.Decimals(Tags.PixelMeasuresSequence, Tags.PixelSpacing);
        string[] missing = [.. new[] { (position, "ImagePositionPatient"), (orientation, "ImageOrientationPatient"), (spacing, "PixelSpacing") }.Where(item => item.Item1.Length == 0).Select(item => item.Item2)];
        if (missing.Length > 0) throw new DicomException($"it has no {string.Join(", no ", missing)}, so its place or size in the patient is unknown");
        if ((position.Length, orientation.Length, spacing.Length) != (3, 6, 2))
            throw new DicomException($"its ImagePositionPatient, ImageOrientationPatient and PixelSpacing have {position.Length}, {orientation.Length} and {spacing.Length} values, where 3, 6 and 2 are expected");
        if (!(spacing[0] > 0 && spacing[1] > 0)) throw new DicomException(FormattableString.Invariant($"its PixelSpacing is {spacing[0]} and {spacing[1]} mm, where numbers above 0 are expected"));
        var (along, down) = Directions(orientation);
        return new Plane(new Vector3d(position[0], position[1], position[2]), along, down, spacing[1], spacing[0]);
    }

    private static (Vector3d Along, Vector3d Down) Directions(double[] orientation)
    {
        var along = new Vector3d(orientation[0], orientation[1], orientation[2]);
        var down = new Vector3d(orientation[3], orientation[4], orientation[5]);
        var off = Math.Max(Math.Abs(along.Dot(down)), Math.Max(Math.Abs(along.Length - 1), Math.Abs(down.Length - 1)));
        return off <= DirectionTolerance
            ? (along.Normalised(), down.Normalised())
            : throw new DicomException($"its ImageOrientationPatient is not two perpendicular directions of length 1");
    }

    private readonly record struct Plane(Vector3d Position, Vector3d Along, Vector3d Down, double ColumnSpacingMm, double RowSpacingMm);

    /// <summary>A frame's own functional group, else the shared one, else the tags of the data set itself.</summary>
    private sealed record FunctionalGroups(DicomDataSet Data, DicomDataSet? Shared, DicomDataSet? Frame)
    {
        public double[] Decimals(uint sequence, uint tag) => Holder(sequence)?.Decimals(tag) is { Length: > 0 } found ? found : Data.Decimals(tag);

        public string? Text(uint sequence, uint tag) => Holder(sequence)?.Text(tag) ?? Data.Text(tag);

        public int? Integer(uint sequence, uint tag) => Holder(sequence)?.Integer(tag);

        private DicomDataSet? Holder(uint sequence) => Frame?.Item(sequence) ?? Shared?.Item(sequence);
    }
}
