namespace Lucarne.Imaging.Volumes;

/// <summary>Joins checksums of gzip (RFC 1952, section 8) that were computed apart.</summary>
internal static class Crc32
{
    /// <summary>x³² + x²⁶ + … + 1 without its highest term, the coefficient of x⁰ in the highest bit.</summary>
    private const uint Polynomial = 0xEDB88320, One = 0x80000000;

    /// <summary>
    /// The checksum of two texts behind each other. A checksum is the remainder of its text as a polynomial over GF(2), so
    /// the first is multiplied by x to the power of the bits that follow it, and the second is added.
    /// </summary>
    /// <param name="first">Checksum of the first text.</param>
    /// <param name="second">Checksum of the second text.</param>
    /// <param name="secondLength">Bytes of the second text.</param>
    internal static uint Combine(uint first, uint second, long secondLength)
    {
        var (power, square) = (One, One >> 1);
        for (var bits = 8 * secondLength; bits > 0; bits >>= 1, square = Multiply(square, square))
        {
            if ((bits & 1) != 0)
                power = Multiply(power, square);
        }

        return Multiply(power, first) ^ second;
    }

    /// <summary>The product of two polynomials, modulo the checksum's.</summary>
    private static uint Multiply(uint a, uint b)
    {
        var product = 0u;
        for (var term = One; term != 0; term >>= 1)
        {
            if ((a & term) != 0)
                product ^= b;
            b = (b & 1) != 0 ? (b >> 1) ^ Polynomial : b >> 1;
        }

        return product;
    }
}
