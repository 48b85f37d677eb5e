using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lucarne.Imaging;

/// <summary>A name for what a picture shows, whatever container it came in: exact duplicates have the same.</summary>
public static class ContentHash
{
    /// <summary>
    /// SHA-256 over width, height, channels and depth (four little-endian 32-bit integers) and the samples, in lower-case
    /// hexadecimal. A colour picture whose three channels are equal throughout counts as grey, so that a grey picture
    /// saved as RGB is the same picture.
    /// </summary>
    public static string Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Channels == 3 && IsGrey(picture))
            picture = picture.ToGrey();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> shape = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(shape, picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(shape[4..], picture.Height);
        BinaryPrimitives.WriteInt32LittleEndian(shape[8..], picture.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(shape[12..], picture.BitDepth);
        hash.AppendData(shape);
        hash.AppendData(picture.Raw);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsGrey(Picture picture)
    {
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            if (picture.BitDepth == 8
                ? picture.Samples8[3 * i] != picture.Samples8[(3 * i) + 1] || picture.Samples8[3 * i] != picture.Samples8[(3 * i) + 2]
                : picture.Samples16[3 * i] != picture.Samples16[(3 * i) + 1] || picture.Samples16[3 * i] != picture.Samples16[(3 * i) + 2])
                return false;
        }
        return true;
    }
}
