using FsCheck;
using FsCheck.Fluent;

namespace Lucarne.Imaging.Tests;

/// <summary>Pictures made by arithmetic, and files of each format made from them.</summary>
internal static class Samples
{
    /// <summary>A smooth picture with some detail: each channel another slope.</summary>
    internal static Picture Gradient(int width, int height, int channels = 1)
    {
        var samples = new byte[width * height * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            int c = i % channels, x = i / channels % width, y = i / channels / width;
            samples[i] = (byte)(((x * (3 + c)) + (y * (5 - c)) + (x / 7 * (y / 5))) % 256);
        }
        return Picture.From8Bit(width, height, channels, samples);
    }

    internal static Picture Noise(int width, int height, int channels, int bits, int seed)
    {
        var samples = new byte[width * height * channels * (bits / 8)];
        new Random(seed).NextBytes(samples);
        return Picture.Owning(width, height, channels, bits, samples);
    }

    internal static byte[] Encode(Picture picture, string suffix) =>
        Vips.Encode(picture.Width, picture.Height, picture.Channels, picture.BitDepth, picture.Raw, suffix);

    /// <summary>Bytes of one picture in every format, by file name; BMP by hand.</summary>
    internal static IReadOnlyDictionary<string, byte[]> EveryFormat()
    {
        Picture grey = Gradient(61, 47), colour = Gradient(61, 47, 3), deep = Noise(61, 47, 3, 16, 5);
        return new Dictionary<string, byte[]>
        {
            ["grey.png"] = Encode(grey, ".png"),
            ["colour.png"] = Encode(colour, ".png"),
            ["palette.png"] = Encode(colour, ".png[palette]"),
            ["deep.png"] = Encode(deep, ".png"),
            ["interlaced.png"] = Encode(colour, ".png[interlace]"),
            ["grey.jpg"] = Encode(grey, ".jpg"),
            ["colour.jpg"] = Encode(colour, ".jpg"),
            ["progressive.jpg"] = Encode(colour, ".jpg[interlace]"),
            ["plain.tif"] = Encode(colour, ".tif"),
            ["lzw.tif"] = Encode(deep, ".tif[compression=lzw]"),
            ["deflate.tif"] = Encode(grey, ".tif[compression=deflate,tile,tile-width=16,tile-height=16]"),
            ["jpeg.tif"] = Encode(colour, ".tif[compression=jpeg]"),
            ["lossy.webp"] = Encode(colour, ".webp"),
            ["lossless.webp"] = Encode(colour, ".webp[lossless]"),
            ["colour.gif"] = Encode(colour, ".gif"),
            ["plain.bmp"] = BmpFiles.Write24(colour),
            ["grey.bmp"] = BmpFiles.WriteGrey8(grey),
            ["runs.bmp"] = BmpFiles.WriteRle8(grey),
        };
    }

    internal static void Check<T>(Gen<T> cases, Action<T> holds, int count = 100) =>
        Prop.ForAll(cases.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
