namespace Lucarne.Imaging;

/// <summary>How samples between the old ones are found. Each kernel is widened when shrinking, so that nothing aliases.</summary>
public enum ResizeKernel
{
    /// <summary>The nearest sample: for label maps.</summary>
    Nearest,
    /// <summary>A triangle; when shrinking, an average over the area that a new sample covers.</summary>
    Linear,
    /// <summary>Catmull-Rom.</summary>
    Cubic,
    /// <summary>Lanczos with three lobes; sharpest when shrinking.</summary>
    Lanczos,
}

/// <summary>A rectangle of pixels: columns Left … Left + Width − 1, rows Top … Top + Height − 1.</summary>
public readonly record struct PixelBox(int Left, int Top, int Width, int Height);

/// <summary>Changes of a picture's size and frame. Each answers a new picture.</summary>
public static class PictureShaping
{
    /// <summary>Resizes to exactly <paramref name="width"/> × <paramref name="height"/>; the proportions may change.</summary>
    /// <param name="picture">8 or 16 bits, 1 or 3 channels.</param>
    /// <param name="width">Columns wanted.</param>
    /// <param name="height">Rows wanted.</param>
    /// <param name="kernel">Null takes Lanczos where the picture shrinks in both directions and Cubic where it grows in one.</param>
    public static Picture Resize(this Picture picture, int width, int height, ResizeKernel? kernel = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (picture.Width == width && picture.Height == height)
            return picture;
        kernel ??= width <= picture.Width && height <= picture.Height ? ResizeKernel.Lanczos : ResizeKernel.Cubic;
        return Vips.Resize(picture, width, height, kernel.Value);
    }

    /// <summary>Shrinks so that the shorter side is <paramref name="side"/>, proportions kept; a smaller picture stays as it is.</summary>
    public static Picture ReduceToShortSide(this Picture picture, int side)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (picture.ShortSide <= side)
            return picture;
        var scale = (double)side / picture.ShortSide;
        var width = picture.Width <= picture.Height ? side : (int)((picture.Width * scale) + 0.5);
        var height = picture.Height <= picture.Width ? side : (int)((picture.Height * scale) + 0.5);
        return picture.Resize(width, height);
    }

    /// <summary>Resizes to lie within <paramref name="width"/> × <paramref name="height"/>, proportions kept, growing or shrinking.</summary>
    public static Picture Fit(this Picture picture, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var scale = Math.Min((double)width / picture.Width, (double)height / picture.Height);
        return picture.Resize(Math.Clamp((int)Math.Round(picture.Width * scale), 1, width), Math.Clamp((int)Math.Round(picture.Height * scale), 1, height));
    }

    /// <summary>The picture in the middle of a larger one (the odd pixel goes right and below), the rest one value.</summary>
    public static Picture PadTo(this Picture picture, int width, int height, int fill = 0)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, picture.Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, picture.Height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)fill, (uint)picture.MaxValue, nameof(fill));
        return PictureFrames.Pad(picture, width, height, fill);
    }

    /// <summary>The rectangle in the middle (the odd pixel is cut right and below).</summary>
    public static Picture CentreCrop(this Picture picture, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return picture.Crop(new PixelBox((picture.Width - width) / 2, (picture.Height - height) / 2, width, height));
    }

    /// <summary>The pixels of a rectangle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or leaves the picture.</exception>
    public static Picture Crop(this Picture picture, PixelBox box)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (box.Left < 0 || box.Top < 0 || box.Width < 1 || box.Height < 1 || box.Left + (long)box.Width > picture.Width || box.Top + (long)box.Height > picture.Height)
            throw new ArgumentOutOfRangeException(nameof(box), box, $"The box does not lie within {picture.Width} × {picture.Height} pixels.");
        return PictureFrames.Crop(picture, box);
    }

    /// <summary>
    /// Cuts away a dark, even border, as around a head or a film. The background is the median grey of the picture's
    /// outermost ring of pixels where that is at most a quarter of the range, else no border is taken to exist and the
    /// picture stays whole. A row or column holds content when more than 1 % of its pixels (and at least two) exceed the background by
    /// more than <paramref name="threshold"/> of the range; the box runs from the first such row and column to the
    /// last, widened by <paramref name="margin"/> of its longer side. A picture without content stays whole.
    /// </summary>
    /// <param name="picture">Any picture; colour is judged by its luma.</param>
    /// <param name="threshold">Fraction of the range, 0 to 1.</param>
    /// <param name="margin">Fraction of the box's longer side, 0 or more.</param>
    /// <param name="box">The rectangle kept.</param>
    public static Picture CropToContent(this Picture picture, out PixelBox box, double threshold = 0.06, double margin = 0)
    {
        ArgumentNullException.ThrowIfNull(picture);
        box = ContentBox.Find(picture.To8Bit().ToGrey(), threshold, margin);
        return box.Width == picture.Width && box.Height == picture.Height ? picture : picture.Crop(box);
    }
}
