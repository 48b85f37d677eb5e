using Lucarne.Imaging;

namespace Lucarne.Dicom.Writing;

/// <summary>One value of a label map that becomes a segment.</summary>
/// <param name="Value">The value, 1 to 255.</param>
/// <param name="Label">SegmentLabel, at most 64 characters.</param>
/// <param name="Description">SegmentDescription.</param>
/// <param name="Colour">The colour it is shown in.</param>
/// <param name="Category">What kind of thing it is.</param>
/// <param name="Type">What it is.</param>
public sealed record WrittenSegment(byte Value, string Label, string Description, Rgb Colour, SegmentCode Category, SegmentCode Type);
