using System.Runtime.InteropServices;

namespace Lucarne.Imaging;

/// <summary>Moves rows of samples, at either depth.</summary>
internal static class PictureFrames
{
    internal static Picture Crop(Picture picture, PixelBox box)
    {
        int pixel = PixelBytes(picture), row = picture.Width * pixel, kept = box.Width * pixel;
        var to = new byte[(long)kept * box.Height];
        for (var y = 0; y < box.Height; y++)
            picture.Raw.Slice(((box.Top + y) * row) + (box.Left * pixel), kept).CopyTo(to.AsSpan(y * kept));
        return Picture.Owning(box.Width, box.Height, picture.Channels, picture.BitDepth, to);
    }

    internal static Picture Pad(Picture picture, int width, int height, int fill)
    {
        int pixel = PixelBytes(picture), from = picture.Width * pixel, to = width * pixel;
        var padded = new byte[(long)to * height];
        if (picture.BitDepth == 8)
            padded.AsSpan().Fill((byte)fill);
        else
            MemoryMarshal.Cast<byte, ushort>(padded.AsSpan()).Fill((ushort)fill);
        int left = (width - picture.Width) / 2, top = (height - picture.Height) / 2;
        for (var y = 0; y < picture.Height; y++)
            picture.Raw.Slice(y * from, from).CopyTo(padded.AsSpan(((top + y) * to) + (left * pixel)));
        return Picture.Owning(width, height, picture.Channels, picture.BitDepth, padded);
    }

    private static int PixelBytes(Picture picture) => picture.Channels * (picture.BitDepth / 8);
}
