namespace Lucarne.Dicom.Elements;

/// <summary>How elements are laid out (PS3.5 section 7.1).</summary>
/// <param name="IsImplicit">Whether the VR is left out, so that it follows from the tag.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
internal readonly record struct ElementForm(bool IsImplicit, bool IsBigEndian)
{
    /// <summary>Explicit VR, little endian: the group 2 of every file.</summary>
    public static ElementForm Explicit => default;

    /// <summary>Implicit VR, little endian: the default, and the content of an unknown VR of undefined length (PS3.5 section 6.2.2).</summary>
    public static ElementForm Implicit => new(IsImplicit: true, IsBigEndian: false);
}
