using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Lucarne.Dicom.Writing;

/// <summary>UIDs made from what they name: the same words give the same UID.</summary>
public static class DicomUid
{
    /// <summary>A UID under the root 2.25, which is a UUID written as a decimal number (PS3.5 section B.2; RFC 9562, version 8).</summary>
    /// <param name="words">What the UID stands for, from the general to the particular.</param>
    public static string From(params ReadOnlySpan<string> words)
    {
        // The count of letters before each word keeps "a", "bc" apart from "ab", "c".
        var text = new StringBuilder("Lucarne");
        foreach (var word in words) text.Append('\n').Append(word.Length).Append(':').Append(word);
        var uuid = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..16];
        uuid[6] = (byte)(0x80 | (uuid[6] & 0x0F));
        uuid[8] = (byte)(0x80 | (uuid[8] & 0x3F));
        return $"2.25.{new BigInteger(uuid, isUnsigned: true, isBigEndian: true)}";
    }
}
