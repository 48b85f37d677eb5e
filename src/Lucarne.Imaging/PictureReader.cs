namespace Lucarne.Imaging;

/// <summary>
/// Reads PNG, JPEG, TIFF, BMP, WebP and GIF. Content decides the format, not the name. What is damaged is refused, never
/// filled in; what is refused says why in a <see cref="PictureException"/>. Safe to call from many threads at once.
/// </summary>
/// <remarks>
/// Alpha is laid on black. CMYK becomes sRGB through the embedded profile, or a common press profile where there is none.
/// RGB and grey are taken as they stand, without their profile, as training code elsewhere does. EXIF orientation is
/// applied. Of several pages or frames the first is read.
/// </remarks>
public static class PictureReader
{
    /// <summary>Reads what a file says of itself, without decoding its pixels.</summary>
    /// <exception cref="PictureException">The file cannot be read, is no picture, or is larger than the limits allow.</exception>
    public static PictureHeader ReadHeader(string path, PictureLimits? limits = null) =>
        ReadHeader(PictureFile.ReadBytes(path, limits ?? PictureLimits.Default), path, limits);

    /// <summary>The same from bytes; <paramref name="name"/> stands for the file in messages and for its extension.</summary>
    /// <exception cref="PictureException">The bytes are no picture or a picture larger than the limits allow.</exception>
    public static PictureHeader ReadHeader(ReadOnlySpan<byte> bytes, string name, PictureLimits? limits = null) =>
        PictureDecoder.Open(bytes, name, limits ?? PictureLimits.Default, null).Header;

    /// <summary>The bytes of a picture's file, for those who read it more than once: nothing can change between two looks.</summary>
    /// <exception cref="PictureException">The file is missing, cannot be read, or is longer than the limits allow.</exception>
    public static byte[] ReadBytes(string path, PictureLimits? limits = null) => PictureFile.ReadBytes(path, limits ?? PictureLimits.Default);

    /// <summary>Decodes a file.</summary>
    /// <exception cref="PictureException">The file cannot be read, is no picture, is damaged, or is too large.</exception>
    public static Picture Read(string path, PictureReadOptions? options = null) => Read(path, options, out _);

    /// <summary>Decodes a file and answers its header as well.</summary>
    /// <exception cref="PictureException">The file cannot be read, is no picture, is damaged, or is too large.</exception>
    public static Picture Read(string path, PictureReadOptions? options, out PictureHeader header) =>
        Read(PictureFile.ReadBytes(path, (options ?? PictureReadOptions.Default).Limits), path, options, out header);

    /// <summary>Decodes bytes; <paramref name="name"/> stands for the file in messages.</summary>
    /// <exception cref="PictureException">The bytes are no picture, are damaged, or too large.</exception>
    public static Picture Read(ReadOnlySpan<byte> bytes, string name, PictureReadOptions? options = null) => Read(bytes, name, options, out _);

    /// <summary>Decodes bytes and answers their header as well.</summary>
    /// <exception cref="PictureException">The bytes are no picture, are damaged, or too large.</exception>
    public static Picture Read(ReadOnlySpan<byte> bytes, string name, PictureReadOptions? options, out PictureHeader header)
    {
        options ??= PictureReadOptions.Default;
        if (options.Channels is not (null or 1 or 3))
            throw new ArgumentOutOfRangeException(nameof(options), options.Channels, "Channels is 1 (grey), 3 (RGB) or null (as stored).");
        if (options.ReduceToShortSide is < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.ReduceToShortSide, "ReduceToShortSide is 1 or more, or null (full size).");
        (header, var picture) = PictureDecoder.Open(bytes, name, options.Limits, options.ReduceToShortSide ?? 0);
        picture = options.Keep16Bit ? picture! : picture!.To8Bit();
        return options.Channels switch { 1 => picture.ToGrey(), 3 => picture.ToRgb(), _ => picture };
    }
}
