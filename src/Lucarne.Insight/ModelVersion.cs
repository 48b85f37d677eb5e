using System.Security.Cryptography;
using Lucarne.Learning.Train;

namespace Lucarne.Insight;

/// <summary>What tells one network's weights from another's.</summary>
internal static class ModelVersion
{
    private const int Digits = 12;

    /// <summary>The first twelve hexadecimal digits of the SHA-256 of the weights that answer.</summary>
    public static string Of(string run)
    {
        using var file = File.OpenRead(new RunFolder(run).Model);
        return Convert.ToHexStringLower(SHA256.HashData(file))[..Digits];
    }
}
