using System.Globalization;

namespace Lucarne.Imaging.Tests;

/// <summary>Breaks bytes the way files break and the way attackers break them; the same seed breaks them alike.</summary>
internal static class Mutations
{
    private static readonly byte[] Extremes = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];

    /// <summary>How long a fuzz test looks for new cases: LUCARNE_FUZZ_SECONDS, else two seconds.</summary>
    internal static TimeSpan Budget =>
        TimeSpan.FromSeconds(double.TryParse(Environment.GetEnvironmentVariable("LUCARNE_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 2);

    /// <summary>One to eight changes, most of them near the beginning, where headers are.</summary>
    internal static byte[] Of(byte[] whole, Random chance)
    {
        var bytes = whole.ToList();
        for (var change = chance.Next(1, 9); change > 0 && bytes.Count > 0; change--)
            Change(bytes, chance);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random chance)
    {
        var at = (int)(Math.Pow(chance.NextDouble(), 2) * bytes.Count);
        var length = Math.Min(bytes.Count - at, 1 << chance.Next(0, 6));
        switch (chance.Next(7))
        {
            case 0: bytes[at] ^= (byte)(1 << chance.Next(8)); break;
            case 1: bytes[at] = (byte)chance.Next(256); break;
            case 2: bytes[at] = Extremes[chance.Next(Extremes.Length)]; break;
            case 3:
                for (var i = 0; i < Math.Min(8, length); i++)
                    bytes[at + i] = Extremes[chance.Next(Extremes.Length)];
                break;
            case 4: bytes.RemoveRange(at, length); break;
            case 5: bytes.InsertRange(at, bytes.GetRange(chance.Next(bytes.Count - length + 1), length)); break;
            default:
                if (chance.Next(4) == 0)
                    bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }
}
