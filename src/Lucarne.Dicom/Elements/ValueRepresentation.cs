namespace Lucarne.Dicom.Elements;

/// <summary>Value representations, as their two letters in one number (PS3.5 section 6.2).</summary>
internal static class ValueRepresentation
{
    public const ushort None = 0;
    public const ushort Double = ('F' << 8) | 'D';
    public const ushort Float = ('F' << 8) | 'L';
    public const ushort Sequence = ('S' << 8) | 'Q';
    public const ushort SignedLong = ('S' << 8) | 'L';
    public const ushort SignedShort = ('S' << 8) | 'S';
    public const ushort Unknown = ('U' << 8) | 'N';
    public const ushort UnsignedLong = ('U' << 8) | 'L';
    public const ushort UnsignedShort = ('U' << 8) | 'S';
    public const ushort OtherByte = ('O' << 8) | 'B';
    public const ushort OtherWord = ('O' << 8) | 'W';

    private const string Short = "AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US";
    private const string Long = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";

    /// <summary>Whether the standard knows these two letters.</summary>
    public static bool IsKnown(ushort vr) => IsIn(Short, vr) || HasLongLength(vr);

    /// <summary>Whether two reserved bytes and a length of four bytes follow, rather than a length of two (PS3.5 section 7.1.2).</summary>
    public static bool HasLongLength(ushort vr) => IsIn(Long, vr);

    /// <summary>The two letters.</summary>
    public static string Written(ushort vr) => $"{Letter(vr >> 8)}{Letter(vr & 0xFF)}";

    private static char Letter(int code) => code is > 0x20 and < 0x7F ? (char)code : '?';

    private static bool IsIn(string list, ushort vr)
    {
        for (var at = 0; at < list.Length; at += 3)
            if (((list[at] << 8) | list[at + 1]) == vr) return true;
        return false;
    }
}
