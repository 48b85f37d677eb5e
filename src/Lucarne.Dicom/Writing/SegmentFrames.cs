using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>One frame: a segment, by its number from 1, in one slice.</summary>
internal sealed record SegmentFrame(int SegmentNumber, int Slice);

/// <summary>The frames of a binary segmentation, segment by segment, then slice by slice, those that hold a voxel; and their bits.</summary>
internal sealed class SegmentFrames
{
    private readonly List<SegmentFrame> _frames = [];
    private readonly List<byte> _packed = [];
    private int _bits;

    /// <summary>The frames.</summary>
    public IReadOnlyList<SegmentFrame> All => _frames;

    /// <summary>One bit after the other from the least of each byte, frames without a gap between them (PS3.5 section 8.1.1 and annex D).</summary>
    public byte[] Packed => [.. _packed];

    /// <summary>Adds a segment: what is not 0 in its mask. One mask is looked at after the other, so that they need not be held together.</summary>
    public void Add(int number, Volume<byte> mask)
    {
        for (var k = 0; k < mask.Geometry.Slices; k++)
        {
            ReadOnlySpan<byte> slice = mask.Slice(k);
            if (!slice.ContainsAnyExcept((byte)0)) continue;
            _frames.Add(new SegmentFrame(number, k));
            foreach (var voxel in slice)
            {
                if (_bits == 0) _packed.Add(0);
                if (voxel != 0) _packed[^1] |= (byte)(1 << _bits);
                _bits = (_bits + 1) & 7;
            }
        }
    }
}
