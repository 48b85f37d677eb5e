using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>A structure that becomes a segment.</summary>
/// <param name="Mask">Gives its mask on the series' own grid, once: what is not 0 belongs to it. Segments may overlap.</param>
/// <param name="Label">SegmentLabel, at most 64 characters.</param>
/// <param name="Description">SegmentDescription.</param>
/// <param name="Colour">The colour it is shown in.</param>
/// <param name="Category">What kind of thing it is.</param>
/// <param name="Type">What it is.</param>
public sealed record WrittenSegment(Func<Volume<byte>> Mask, string Label, string Description, Rgb Colour, SegmentCode Category, SegmentCode Type);
