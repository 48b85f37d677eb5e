using System.Security.Cryptography;
using Lucarne.Learning.Runs;

namespace Lucarne.Learning.Predict;

/// <summary>
/// What tells one network's weights from another's: the first twelve hexadecimal digits of the SHA-256 of model.safetensors. It stands beside
/// every prediction. Which Lucarne computed is <see cref="LucarneVersion"/>.
/// </summary>
public static class ModelVersion
{
    private const int Digits = 12;

    /// <summary>The version of the weights that answer in a run.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static string Of(string run)
    {
        using var file = File.OpenRead(new RunFolder(run).Model);
        return OfWeights(Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    /// <summary>The version of weights whose SHA-256 is known, in lower-case hexadecimal.</summary>
    public static string OfWeights(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        return sha256[..Digits];
    }
}
