using System.Globalization;

namespace Lucarne.Imaging;

/// <summary>Looks at a picture's header, holds it against the limits, and decodes it when asked to.</summary>
internal static unsafe class PictureDecoder
{
    private static readonly string[] HarmlessWarnings = ["extraneous bytes before marker", "unknown JFIF revision", "Adobe color transform"];

    /// <summary>Answers the header, and the picture where <paramref name="shortSide"/> is not null (0: full size).</summary>
    internal static (PictureHeader Header, Picture? Picture) Open(ReadOnlySpan<byte> bytes, string name, PictureLimits limits, int? shortSide)
    {
        if (bytes.IsEmpty)
            throw new PictureException(PictureFault.Empty, name, $"'{name}' is empty (0 bytes): copy it again from its source.");
        PictureFile.CheckLength(bytes.Length, name, limits);
        if (PictureSignature.Of(bytes) is not { } format)
            throw new PictureException(PictureFault.NotAPicture, name, $"'{name}' is not a picture: its content is none of PNG, JPEG, TIFF, BMP, WebP and GIF.");
        return format == PictureFormat.Bmp ? OpenBmp(bytes, name, limits, shortSide) : OpenNative(bytes, name, format, limits, shortSide);
    }

    private static (PictureHeader, Picture?) OpenBmp(ReadOnlySpan<byte> bytes, string name, PictureLimits limits, int? shortSide)
    {
        var (bmp, fault, why) = BmpHeader.Read(bytes);
        if (bmp is null)
            throw Refused(fault, name, PictureFormat.Bmp, why);
        CheckSize(bmp.Width, bmp.Height, name, limits);
        var header = new PictureHeader(
            PictureFormat.Bmp, (int)bmp.Width, (int)bmp.Height, bmp.Mode == PictureMode.Rgba ? 4 : 3, bmp.BitsPerSample, bmp.Mode, 1, false, 1,
            PictureSignature.Disagrees(name, PictureFormat.Bmp), bytes.Length);
        if (shortSide is not { } side)
            return (header, null);
        (var picture, fault, why) = BmpDecoder.Decode(bytes, bmp);
        if (picture is null)
            throw Refused(fault, name, PictureFormat.Bmp, why);
        return (header, side == 0 ? picture : picture.ReduceToShortSide(side));
    }

    private static (PictureHeader, Picture?) OpenNative(ReadOnlySpan<byte> bytes, string name, PictureFormat format, PictureLimits limits, int? shortSide)
    {
        // The file's own fields come first: a decoder must not be started on a size that is refused.
        var stored = StoredForm.Of(bytes, format);
        if (stored is not null)
            CheckSize(stored.Width, stored.Height, name, limits);
        Vips.Start();
        fixed (byte* data = bytes)
        {
            if (VipsNative.Open(data, (nuint)bytes.Length, PictureSignature.LoaderOf(format), out var source, out var seen) != 0)
                throw Refused(bytes, name, format);
            try
            {
                CheckSize(seen.Width, seen.Height, name, limits);
                var header = Describe(seen, stored, bytes.Length, name, format);
                if (shortSide is not { } side)
                    return (header, null);
                if (seen.Bits > 16 || header.Mode == PictureMode.Other)
                    throw Refused(PictureFault.Unsupported, name, format, FormattableString.Invariant(
                        $"its {seen.Bands} channels of {header.BitsPerSample} bits are not grey, RGB, palette or CMYK of 1 to 16 bits"));
                return Decode(source, side, format, out var pixels) ? (header, Vips.Take(pixels)) : throw Refused(bytes, name, format);
            }
            finally
            {
                VipsNative.Close(source);
            }
        }
    }

    /// <summary>
    /// A JPEG decoder calls lost pixel data a mere warning and goes on with grey, so its warnings are refusals, but for
    /// those that are about bytes which no pixel needs.
    /// </summary>
    private static bool Decode(nint source, int shortSide, PictureFormat format, out VipsPixels pixels)
    {
        if (VipsNative.Decode(source, shortSide, format == PictureFormat.Jpeg ? 1 : 0, out pixels) == 0)
            return true;
        var said = Vips.LastError;
        return format == PictureFormat.Jpeg && Array.Exists(HarmlessWarnings, w => said.Contains(w, StringComparison.Ordinal))
            && VipsNative.Decode(source, shortSide, 0, out pixels) == 0;
    }

    private static PictureHeader Describe(VipsHeader seen, StoredForm? stored, long length, string name, PictureFormat format)
    {
        var alpha = seen.HasAlpha != 0;
        var mode = seen.IsCmyk != 0 ? PictureMode.Cmyk : (seen.Bands, alpha) switch
        {
            (1, _) => PictureMode.L,
            (2, true) => PictureMode.LA,
            (3, _) => PictureMode.Rgb,
            (4, true) => PictureMode.Rgba,
            _ => PictureMode.Other,
        };
        // Where the decoder sees something that it cannot make grey or RGB of, the stored mode changes nothing.
        if (mode != PictureMode.Other && format != PictureFormat.WebP)
            mode = stored?.Mode ?? mode;
        return new PictureHeader(
            format, seen.Width, seen.Height, seen.Bands, stored?.BitsPerSample ?? seen.Bits, mode, Math.Clamp(seen.Orientation, 1, 8), seen.HasProfile != 0,
            Math.Max(1, seen.Pages), PictureSignature.Disagrees(name, format), length);
    }

    private static void CheckSize(long width, long height, string name, PictureLimits limits)
    {
        if (width == 0 || height == 0)
            throw new PictureException(PictureFault.ZeroSize, name, FormattableString.Invariant(
                $"'{name}' has no pixels: its header says {width} columns by {height} rows; export it again."));
        if (width > limits.MaxPixels / height)
            throw new PictureException(PictureFault.TooLarge, name, FormattableString.Invariant(
                $"'{name}' is {width} × {height} pixels, above the limit of {limits.MaxPixels}: leave it out or raise the limit."));
    }

    private static PictureException Refused(ReadOnlySpan<byte> bytes, string name, PictureFormat format)
    {
        var said = Vips.LastError;
        return PictureEnd.IsMissing(bytes, format)
            ? Refused(PictureFault.Truncated, name, format, "the file ends before its picture does")
            : Refused(PictureFault.Corrupt, name, format, said.Length == 0 ? "its content contradicts its format" : FirstLine(said));
    }

    private static PictureException Refused(PictureFault fault, string name, PictureFormat format, string why)
    {
        var kind = format.ToString().ToUpperInvariant();
        return new PictureException(fault, name, fault switch
        {
            PictureFault.Truncated => $"'{name}' is a truncated {kind} ({why}): copy it again from its source.",
            PictureFault.Unsupported => $"'{name}' is a {kind} of an unsupported form ({why}): save it as PNG.",
            _ => $"'{name}' is a corrupt {kind} ({why}): copy it again from its source.",
        });
    }

    private static string FirstLine(string message)
    {
        var line = message.Split('\n', 2)[0].Trim();
        return line.Length > 160 ? string.Create(CultureInfo.InvariantCulture, $"{line.AsSpan(0, 157)}…") : line;
    }
}
