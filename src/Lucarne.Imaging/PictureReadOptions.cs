namespace Lucarne.Imaging;

/// <summary>How large a picture may be. Both are checked before a pixel is decoded, so a small file that would swell to
/// a huge picture is refused at its header.</summary>
/// <param name="MaxPixels">Columns × rows.</param>
/// <param name="MaxFileBytes">Length of the file.</param>
public sealed record PictureLimits(long MaxPixels = 100_000_000, long MaxFileBytes = 512L << 20)
{
    /// <summary>100 megapixels, 512 MiB.</summary>
    public static PictureLimits Default { get; } = new();
}

/// <summary>What a picture is decoded to.</summary>
public sealed record PictureReadOptions
{
    /// <summary>Everything as it stands in the file, full size.</summary>
    public static PictureReadOptions Default { get; } = new();

    /// <summary>1 (grey) or 3 (RGB); null keeps grey grey and colour colour.</summary>
    public int? Channels { get; init; }

    /// <summary>Whether 16-bit samples stay 16-bit; else they are reduced to 8.</summary>
    public bool Keep16Bit { get; init; }

    /// <summary>
    /// Reduces a picture whose short side is longer to this short side, most of it in the decoder where the format can
    /// (JPEG, WebP) and the rest with Lanczos; never enlarges. Null reads full size.
    /// </summary>
    public int? ReduceToShortSide { get; init; }

    /// <summary>How large a picture may be.</summary>
    public PictureLimits Limits { get; init; } = PictureLimits.Default;
}
