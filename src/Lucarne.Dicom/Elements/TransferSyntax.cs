namespace Lucarne.Dicom.Elements;

/// <summary>How pixels are compressed.</summary>
internal enum PixelCoding
{
    /// <summary>Not at all.</summary>
    Native,
    /// <summary>Run lengths (PS3.5 annex G).</summary>
    Rle,
    /// <summary>JPEG, lossy or lossless.</summary>
    Jpeg,
    /// <summary>JPEG-LS.</summary>
    JpegLs,
    /// <summary>JPEG 2000.</summary>
    Jpeg2000,
    /// <summary>Something that is not decoded: films, high-throughput JPEG 2000, JPEG XL.</summary>
    Unknown,
}

/// <summary>A transfer syntax (PS3.5 section 10 and annex A, PS3.6 annex A).</summary>
/// <param name="Uid">Its UID.</param>
/// <param name="Form">How elements are laid out.</param>
/// <param name="Coding">How pixels are compressed.</param>
internal sealed record TransferSyntax(string Uid, ElementForm Form, PixelCoding Coding)
{
    private const string Root = "1.2.840.10008.1.2";
    private const string GePrivate = "1.2.840.113619.5.2";

    /// <summary>Whether everything after group 2 is deflated (PS3.5 annex A.5).</summary>
    public bool IsDeflated => Uid is Root + ".1.99";

    /// <summary>Whether native pixels of more than 8 bits have their most significant byte first.</summary>
    public bool HasBigEndianPixels => Form.IsBigEndian || Uid == GePrivate;

    /// <summary>Whether values may differ from the scanner's: lossy JPEG, JPEG-LS and JPEG 2000.</summary>
    public bool MayBeLossy => Uid is Root + ".4.50" or Root + ".4.51" or Root + ".4.53" or Root + ".4.55" or Root + ".4.81" or Root + ".4.91" or Root + ".4.93";

    /// <summary>The transfer syntax of a UID.</summary>
    public static TransferSyntax Of(string uid) => uid switch
    {
        Root or GePrivate => new(uid, ElementForm.Implicit, PixelCoding.Native),
        Root + ".1" or Root + ".1.99" or "" => new(uid, ElementForm.Explicit, PixelCoding.Native),
        Root + ".2" => new(uid, new ElementForm(IsImplicit: false, IsBigEndian: true), PixelCoding.Native),
        _ => new(uid, ElementForm.Explicit, CodingOf(uid)),
    };

    private static PixelCoding CodingOf(string uid) => uid switch
    {
        Root + ".5" => PixelCoding.Rle,
        Root + ".4.80" or Root + ".4.81" => PixelCoding.JpegLs,
        Root + ".4.90" or Root + ".4.91" or Root + ".4.92" or Root + ".4.93" => PixelCoding.Jpeg2000,
        Root + ".4.50" or Root + ".4.51" or Root + ".4.53" or Root + ".4.55" or Root + ".4.57" or Root + ".4.70" => PixelCoding.Jpeg,
        _ => PixelCoding.Unknown,
    };
}
