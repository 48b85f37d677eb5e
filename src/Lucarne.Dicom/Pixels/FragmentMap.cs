using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Pixels;

/// <summary>Which fragments make a frame (PS3.5 annex A.4).</summary>
internal static class FragmentMap
{
    /// <summary>The fragments of a frame, in order.</summary>
    /// <exception cref="DicomException">Nothing says which they are.</exception>
    public static IReadOnlyList<byte[]> Of(StoredPixels pixels, int frames, int frame)
    {
        var fragments = pixels.Fragments!;
        if (frames == 1) return fragments;
        if (fragments.Count == frames) return [fragments[frame]];
        var firsts = pixels.Offsets.Count == frames ? FromOffsets(fragments, pixels.Offsets) : FromMarkers(fragments);
        if (firsts.Count != frames) throw new DicomException($"its {fragments.Count} fragments of compressed pixels cannot be dealt to its {frames} frames");
        var end = frame + 1 < frames ? firsts[frame + 1] : fragments.Count;
        return [.. fragments.Skip(firsts[frame]).Take(end - firsts[frame])];
    }

    private static List<int> FromOffsets(IReadOnlyList<byte[]> fragments, IReadOnlyList<uint> offsets)
    {
        var firsts = new List<int>();
        long start = 0;
        for (int index = 0, next = 0; index < fragments.Count && next < offsets.Count; index++)
        {
            if (start == offsets[next])
            {
                firsts.Add(index);
                next++;
            }

            // The tag and the length of an item come before its bytes.
            start += 8 + fragments[index].Length;
        }

        return firsts;
    }

    // FF D8 begins a JPEG or JPEG-LS stream, FF 4F a JPEG 2000 codestream.
    private static List<int> FromMarkers(IReadOnlyList<byte[]> fragments) =>
        [.. Enumerable.Range(0, fragments.Count).Where(index => fragments[index] is [0xFF, 0xD8 or 0x4F, ..])];
}
