using System.Runtime.InteropServices;

namespace Lucarne.Imaging;

/// <summary>Changes of channel count and depth.</summary>
internal static class PictureChannels
{
    internal static Picture ToGrey(Picture picture)
    {
        var bytes = new byte[picture.Raw.Length / 3];
        if (picture.BitDepth == 8)
        {
            var from = picture.Samples8;
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)Luma(from[3 * i], from[(3 * i) + 1], from[(3 * i) + 2]);
        }
        else
        {
            var from = picture.Samples16;
            var to = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
            for (var i = 0; i < to.Length; i++)
                to[i] = (ushort)Luma(from[3 * i], from[(3 * i) + 1], from[(3 * i) + 2]);
        }
        return Picture.Owning(picture.Width, picture.Height, 1, picture.BitDepth, bytes);
    }

    internal static Picture ToRgb(Picture picture)
    {
        var bytes = new byte[checked(picture.Raw.Length * 3)];
        if (picture.BitDepth == 8)
            Triple(picture.Samples8, bytes);
        else
            Triple(picture.Samples16, MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()));
        return Picture.Owning(picture.Width, picture.Height, 3, picture.BitDepth, bytes);
    }

    internal static Picture To8Bit(Picture picture)
    {
        var from = picture.Samples16;
        var bytes = new byte[from.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((from[i] + 128) / 257);
        return Picture.Owning(picture.Width, picture.Height, picture.Channels, 8, bytes);
    }

    private static uint Luma(uint red, uint green, uint blue) => ((19595 * red) + (38470 * green) + (7471 * blue) + 32768) >> 16;

    private static void Triple<T>(ReadOnlySpan<T> from, Span<T> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[3 * i] = to[(3 * i) + 1] = to[(3 * i) + 2] = from[i];
    }
}
