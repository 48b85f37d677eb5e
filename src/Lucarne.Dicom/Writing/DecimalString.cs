using System.Globalization;

namespace Lucarne.Dicom.Writing;

/// <summary>Decimal strings: at most 16 characters (PS3.5 section 6.2, DS).</summary>
internal static class DecimalString
{
    private const int MostCharacters = 16;

    /// <summary>The number with as many digits as fit, a point for the decimals and none that say nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static string Of(double number)
    {
        if (!double.IsFinite(number)) throw new ArgumentOutOfRangeException(nameof(number), number, "A decimal string holds finite numbers only.");
        if (number == 0) return "0";
        for (var digits = 17; digits > 0; digits--)
        {
            var plain = Plain(number, digits);
            if (plain.Length <= MostCharacters) return plain;
            var written = number.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (written.Length <= MostCharacters) return written;
        }

        throw new ArgumentOutOfRangeException(nameof(number), number, "No decimal string is that long.");
    }

    /// <summary>The number rounded to <paramref name="decimals"/> decimals, for lengths in mm.</summary>
    public static string Rounded(double number, int decimals)
    {
        if (Math.Abs(number) >= 1e9) return Of(number);
        var written = number.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        return written == "-0" ? "0" : written;
    }

    private static string Plain(double number, int digits)
    {
        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        if (magnitude is < -7 or > 15) return new string('9', MostCharacters + 1);
        return number.ToString("0." + new string('#', Math.Clamp(digits - 1 - magnitude, 0, 15)), CultureInfo.InvariantCulture);
    }
}
