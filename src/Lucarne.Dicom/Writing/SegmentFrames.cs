using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>One frame: a segment, by its number from 1 and its value among the labels, in one slice.</summary>
internal sealed record SegmentFrame(int SegmentNumber, byte Value, int Slice);

/// <summary>The frames of a binary segmentation, and their bits.</summary>
internal static class SegmentFrames
{
    /// <summary>Segment by segment, then slice by slice, those that hold a voxel.</summary>
    public static IReadOnlyList<SegmentFrame> Of(Volume<byte> labels, IReadOnlyList<WrittenSegment> segments)
    {
        var frames = new List<SegmentFrame>();
        for (var s = 0; s < segments.Count; s++)
        {
            for (var k = 0; k < labels.Geometry.Slices; k++)
            {
                if (labels.Slice(k).Contains(segments[s].Value)) frames.Add(new SegmentFrame(s + 1, segments[s].Value, k));
            }
        }

        return frames;
    }

    /// <summary>One bit after the other from the least of each byte, frames without a gap between them (PS3.5 section 8.1.1 and annex D).</summary>
    public static byte[] Pack(Volume<byte> labels, IReadOnlyList<SegmentFrame> frames)
    {
        var packed = new byte[checked((int)((((long)frames.Count * labels.Geometry.SliceLength) + 7) / 8))];
        long bit = 0;
        foreach (var frame in frames)
        {
            foreach (var label in labels.Slice(frame.Slice))
            {
                if (label == frame.Value) packed[bit >> 3] |= (byte)(1 << (int)(bit & 7));
                bit++;
            }
        }

        return packed;
    }
}
