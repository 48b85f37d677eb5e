using System.Buffers.Binary;

namespace Lucarne.Imaging.Tests;

/// <summary>Writes bitmaps byte by byte, as the Windows GDI reference lays them out.</summary>
internal static class BmpFiles
{
    internal static byte[] File(int width, int height, int bits, int compression, byte[] palette, byte[] pixels)
    {
        var at = 54 + palette.Length;
        var file = new byte[at + pixels.Length];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), at);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), (short)bits);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), compression);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(34), pixels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(46), palette.Length / 4);
        palette.CopyTo(file, 54);
        pixels.CopyTo(file, at);
        return file;
    }

    internal static byte[] GreyPalette() => [.. Enumerable.Range(0, 256).SelectMany(v => new[] { (byte)v, (byte)v, (byte)v, (byte)0 })];

    internal static byte[] Write24(Picture picture)
    {
        var stride = ((picture.Width * 3) + 3) / 4 * 4;
        var pixels = new byte[stride * picture.Height];
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                for (var c = 0; c < 3; c++)
                    pixels[((picture.Height - 1 - y) * stride) + (3 * x) + c] = (byte)picture[y, x, 2 - c];
            }
        }
        return File(picture.Width, picture.Height, 24, 0, [], pixels);
    }

    internal static byte[] WriteGrey8(Picture picture)
    {
        var stride = (picture.Width + 3) / 4 * 4;
        var pixels = new byte[stride * picture.Height];
        for (var y = 0; y < picture.Height; y++)
            picture.Samples8.Slice(y * picture.Width, picture.Width).CopyTo(pixels.AsSpan((picture.Height - 1 - y) * stride));
        return File(picture.Width, picture.Height, 8, 0, GreyPalette(), pixels);
    }

    /// <summary>Every row as runs of equal values, its last part as a literal where it is at least three long.</summary>
    internal static byte[] WriteRle8(Picture picture)
    {
        var runs = new List<byte>();
        for (var y = picture.Height - 1; y >= 0; y--)
        {
            var row = picture.Samples8.Slice(y * picture.Width, picture.Width);
            var literal = Math.Min(row.Length, 5);
            for (var x = 0; x < row.Length - literal;)
            {
                var length = 1;
                while (x + length < row.Length - literal && row[x + length] == row[x] && length < 255)
                    length++;
                runs.AddRange([(byte)length, row[x]]);
                x += length;
            }
            if (literal >= 3)
            {
                runs.AddRange([0, (byte)literal, .. row[^literal..]]);
                if (literal % 2 == 1)
                    runs.Add(0);
            }
            else
            {
                foreach (var value in row[^literal..])
                    runs.AddRange([1, value]);
            }
            runs.AddRange([0, 0]);
        }
        runs.AddRange([0, 1]);
        return File(picture.Width, picture.Height, 8, 1, GreyPalette(), [.. runs]);
    }
}
