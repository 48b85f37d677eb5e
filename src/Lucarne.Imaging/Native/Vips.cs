using System.Runtime.InteropServices;
using System.Text;

namespace Lucarne.Imaging;

/// <summary>The native functions in the terms of this library: pictures in and out, messages as strings.</summary>
internal static unsafe class Vips
{
    internal static string LastError => Marshal.PtrToStringUTF8((nint)VipsNative.Error()) ?? "";

    internal static void Start()
    {
        if (VipsNative.Start() != 0)
            throw new InvalidOperationException($"libvips did not start: {LastError}; reinstall libvips42.");
    }

    /// <summary>Takes over native pixels as a picture and gives their memory back.</summary>
    internal static Picture Take(VipsPixels pixels)
    {
        try
        {
            var samples = new byte[checked((long)pixels.Width * pixels.Height * pixels.Channels * (pixels.Bits / 8))];
            fixed (byte* to = samples)
                Buffer.MemoryCopy(pixels.Data, to, samples.LongLength, samples.LongLength);
            return Picture.Owning(pixels.Width, pixels.Height, pixels.Channels, pixels.Bits, samples);
        }
        finally
        {
            VipsNative.Free(pixels.Data);
        }
    }

    internal static Picture Resize(Picture picture, int width, int height, ResizeKernel kernel)
    {
        Start();
        fixed (byte* data = picture.Raw)
        {
            Check(VipsNative.Resize(Borrow(picture.Width, picture.Height, picture.Channels, picture.BitDepth, data), width, height, (int)kernel, out var to), "resize a picture");
            return Take(to);
        }
    }

    /// <summary>Encodes samples of 1 to 4 channels; <paramref name="suffix"/> names the format with its options.</summary>
    internal static byte[] Encode(int width, int height, int channels, int bits, ReadOnlySpan<byte> samples, string suffix, bool cmyk = false)
    {
        Start();
        fixed (byte* data = samples)
        {
            Check(VipsNative.Encode(Borrow(width, height, channels, bits, data), cmyk ? 1 : 0, suffix, out var bytes, out var length), "encode a picture");
            try
            {
                return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
            }
            finally
            {
                VipsNative.Free(bytes);
            }
        }
    }

    internal static Picture Svg(string text, double scale)
    {
        Start();
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* data = bytes)
        {
            Check(VipsNative.Svg(data, (nuint)bytes.Length, scale, out var pixels), "draw an SVG");
            return Take(pixels);
        }
    }

    internal static Picture Text(string markup, string font, int dpi)
    {
        Start();
        Check(VipsNative.Text(markup, font, dpi, out var pixels), "draw text");
        return Take(pixels);
    }

    private static VipsPixels Borrow(int width, int height, int channels, int bits, byte* data) =>
        new() { Width = width, Height = height, Channels = channels, Bits = bits, Data = data };

    private static void Check(int status, string what)
    {
        if (status != 0)
            throw new InvalidOperationException($"libvips could not {what}: {LastError}");
    }
}
