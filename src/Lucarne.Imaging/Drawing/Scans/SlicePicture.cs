using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging;

/// <summary>
/// Pictures of single slices, turned to the radiological convention (the patient's left on the right, the front or the
/// head on top), with square pixels whatever the spacing, and letters that name the sides.
/// </summary>
public static class SlicePicture
{
    private const int LetterSize = 13, LetterGap = 4;

    private static readonly Rgb LetterColour = new(255, 214, 10), Shade = new(0, 0, 0);

    /// <summary>A slice of a scan in grey: Low and below black, High and above white.</summary>
    /// <param name="scan">[K, J, I].</param>
    /// <param name="k">The slice.</param>
    /// <param name="style">The window, the size, and whether letters are drawn.</param>
    public static Picture Grey(Volume<float> scan, int k, ScanStyle style)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(style);
        var view = new SliceView(scan.Geometry);
        return Finish(Windowed(scan, k, style, view).ToRgb(), view, style);
    }

    /// <summary>A slice of a scan with the structures over it.</summary>
    /// <param name="scan">[K, J, I].</param>
    /// <param name="map">A label map on the scan's grid.</param>
    /// <param name="k">The slice.</param>
    /// <param name="style">The window, the colours and how much they cover, the size, and whether letters are drawn.</param>
    /// <exception cref="ArgumentException">The map does not lie on the scan's grid.</exception>
    public static Picture Overlay(Volume<float> scan, Volume<byte> map, int k, ScanStyle style)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(style);
        if (!scan.Geometry.IsSameGrid(map.Geometry))
            throw new ArgumentException("The label map does not lie on the scan's grid: bring it there first.", nameof(map));
        var view = new SliceView(scan.Geometry);
        return Finish(Cover(Windowed(scan, k, style, view).ToRgb(), map, k, style, view), view, style);
    }

    private static Picture Windowed(Volume<float> scan, int k, ScanStyle style, SliceView view)
    {
        var slice = Slice(scan, k);
        var samples = new byte[view.Width * view.Height];
        var scale = 255 / (style.High - style.Low);
        for (var y = 0; y < view.Height; y++)
        {
            for (var x = 0; x < view.Width; x++)
            {
                var value = (slice[view.PlaceOf(x, y)] - style.Low) * scale;
                samples[(y * view.Width) + x] = double.IsNaN(value) ? (byte)0 : (byte)Math.Clamp(Math.Round(value), 0, 255);
            }
        }

        var (width, height) = view.Fit(style.Side);
        return Picture.Owning(view.Width, view.Height, 1, 8, samples).Resize(width, height, ResizeKernel.Linear);
    }

    /// <summary>result = (1 − opacity) · picture + opacity · colour where a structure is; each pixel takes the nearest label.</summary>
    private static Picture Cover(Picture below, Volume<byte> map, int k, ScanStyle style, SliceView view)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(style.Opacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(style.Opacity, 1);
        var colours = new Rgb?[256];
        foreach (var structure in style.Structures)
            colours[structure.Label] = structure.Colour;
        var slice = Slice(map, k);
        var samples = below.Samples8.ToArray();
        for (var y = 0; y < below.Height; y++)
        {
            for (var x = 0; x < below.Width; x++)
            {
                var label = slice[view.PlaceOf(x * view.Width / below.Width, y * view.Height / below.Height)];
                if (colours[label] is { } colour)
                    Blend(samples.AsSpan(3 * ((y * below.Width) + x), 3), colour, style.Opacity);
            }
        }

        return Picture.Owning(below.Width, below.Height, 3, 8, samples);
    }

    private static void Blend(Span<byte> pixel, Rgb colour, double opacity)
    {
        pixel[0] = Mix(pixel[0], colour.Red);
        pixel[1] = Mix(pixel[1], colour.Green);
        pixel[2] = Mix(pixel[2], colour.Blue);

        byte Mix(byte under, byte over) => (byte)Math.Round(((1 - opacity) * under) + (opacity * over));
    }

    private static Picture Finish(Picture picture, SliceView view, ScanStyle style)
    {
        if (!style.HasLetters)
            return picture;
        var canvas = new Canvas(picture.Width, picture.Height, Shade);
        canvas.Draw(picture, 0, 0);
        var (middle, centre) = (picture.Height / 2, picture.Width / 2);
        Letter(canvas, view.Right * -1, (_, height) => (LetterGap, middle - (height / 2)));
        Letter(canvas, view.Right, (width, height) => (picture.Width - LetterGap - width, middle - (height / 2)));
        Letter(canvas, view.Bottom * -1, (width, _) => (centre - (width / 2), 1));
        Letter(canvas, view.Bottom, (width, height) => (centre - (width / 2), picture.Height - height));
        return canvas.ToPicture();
    }

    private static void Letter(Canvas canvas, Vector3d direction, Func<int, int, (int Left, int Top)> place)
    {
        var ink = TextLine.Draw(SliceView.Letters(direction), LetterSize, true)!;
        var (left, top) = place(ink.Width, ink.Height);
        canvas.Ink(ink, left + 1, top + 1, Shade);
        canvas.Ink(ink, left, top, LetterColour);
    }

    private static Span<T> Slice<T>(Volume<T> volume, int k)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, volume.Geometry.Slices);
        return volume.Slice(k);
    }
}
