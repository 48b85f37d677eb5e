namespace Lucarne.Dicom.Elements;

/// <summary>One element of a data set.</summary>
/// <param name="Tag">Its tag, group in the upper half.</param>
/// <param name="Vr">Its VR; <see cref="ValueRepresentation.None"/> where the form leaves it out.</param>
/// <param name="Value">Its bytes; empty for a sequence that has been read.</param>
/// <param name="Items">The items of a sequence; nothing for another VR, and for a sequence whose form does not show that it is one.</param>
internal readonly record struct DicomElement(uint Tag, ushort Vr, byte[] Value, IReadOnlyList<DicomDataSet>? Items);

/// <summary>The pixel data of a file, as they are stored.</summary>
/// <param name="Length">Bytes, without the headers of fragments.</param>
/// <param name="Native">All frames, where they are not compressed and were asked for.</param>
/// <param name="Fragments">The fragments, without the offset table, where they are compressed and were asked for (PS3.5 annex A.4).</param>
/// <param name="Offsets">The offset table: where each frame's first fragment starts, counted from the first fragment's item tag; may be empty.</param>
internal sealed record StoredPixels(long Length, byte[]? Native, IReadOnlyList<byte[]>? Fragments, IReadOnlyList<uint> Offsets)
{
    /// <summary>Whether they came in fragments.</summary>
    public bool IsEncapsulated { get; init; }

    /// <summary>Whether the file ends before they do.</summary>
    public bool IsCutShort { get; init; }
}
