using Lucarne.Imaging;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Load;

/// <summary>Makes a picture of any size and shape the square [C, side, side] of bytes that a network is given.</summary>
/// <param name="options">What the recipe says of the input.</param>
/// <param name="side">Side of the square, in pixels.</param>
/// <param name="limits">How large a picture may be.</param>
public sealed class InputShaper(InputOptions options, int side, PictureLimits limits)
{
    /// <summary>Side of the square, in pixels.</summary>
    public int Side => side;

    /// <summary>Bytes of one shaped picture.</summary>
    public int Length => options.Channels * side * side;

    /// <summary>Reads and shapes a file.</summary>
    /// <exception cref="PictureException">The file is no readable picture.</exception>
    public byte[] Read(string path) => Read(PictureReader.Read(path, Options()));

    /// <summary>Shapes a picture that is given as the bytes of its file.</summary>
    /// <exception cref="PictureException">The bytes are no readable picture.</exception>
    public byte[] Read(ReadOnlySpan<byte> bytes, string name) => Read(PictureReader.Read(bytes, name, Options()));

    /// <summary>Shapes a picture of 8 bits that was decoded already, whatever its channels.</summary>
    internal byte[] Read(Picture picture)
    {
        if (options.Channels == 1) return Planes(Shape(picture.ToGrey()));
        if (picture.Channels > 1) return Planes(Shape(picture.ToRgb()));

        // A grey picture is shaped as one channel, which costs a third, and the result repeated.
        var grey = Planes(Shape(picture));
        return [.. grey, .. grey, .. grey];
    }

    /// <summary>A square picture [side, side] with the recipe's channels.</summary>
    public Picture Shape(Picture picture)
    {
        if (options.CropToContent) picture = picture.CropToContent(out _);
        return options.Fit switch
        {
            FitMode.Squash => picture.Resize(side, side),
            FitMode.Pad => Padded(picture),
            FitMode.Crop => Covered(picture).CentreCrop(side, side),
            _ => throw new InvalidOperationException($"unknown fit {options.Fit}"),
        };
    }

    /// <summary>How pictures are decoded: with the channels that they have, for what is made of them is decided in <see cref="Read(Picture)"/>.</summary>
    internal PictureReadOptions Options() => new()
    {
        // A border is cut off at full detail; otherwise the decoder may leave out detail that the square could not show.
        ReduceToShortSide = options.CropToContent ? null : side * 2,
        Limits = limits,
    };

    private Picture Padded(Picture picture)
    {
        var fitted = picture.Fit(side, side);
        return fitted.PadTo(side, side);
    }

    private Picture Covered(Picture picture)
    {
        var scale = (double)side / picture.ShortSide;
        return picture.Resize(Math.Max(side, (int)Math.Round(picture.Width * scale)), Math.Max(side, (int)Math.Round(picture.Height * scale)));
    }

    /// <summary>[H, W, C] to [C, H, W].</summary>
    private static byte[] Planes(Picture picture)
    {
        var samples = picture.Samples8;
        if (picture.Channels == 1) return samples.ToArray();
        var area = picture.Width * picture.Height;
        var planes = new byte[samples.Length];
        for (var i = 0; i < area; i++)
        {
            planes[i] = samples[3 * i];
            planes[area + i] = samples[(3 * i) + 1];
            planes[(2 * area) + i] = samples[(3 * i) + 2];
        }

        return planes;
    }
}
