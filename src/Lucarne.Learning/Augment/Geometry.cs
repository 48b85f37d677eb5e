using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Augment;

/// <summary>
/// Crops, flips, turns, shears and zooms a batch in one resampling: all of it is one affine map a picture, drawn by
/// <see cref="Draw"/> in coordinates that run from −1 to 1 across the picture (x right, y down).
/// </summary>
internal static class Geometry
{
    /// <summary>Whether the options move pixels at all.</summary>
    public static bool Moves(AugmentOptions options) =>
        options.RandomResizedCrop is not null || options.HorizontalFlip || options.VerticalFlip || options.RotationDegrees > 0 ||
        options.ShearDegrees > 0 || options.Translate > 0 || options.Zoom != new NumberRange(1, 1);

    /// <summary>[B, C, s, s] in [0, 1] resampled bilinearly to [B, C, size, size]; what comes from outside is black.</summary>
    public static Tensor Apply(Tensor input, AugmentOptions options, int size, Xoshiro256 random)
    {
        var shape = input.Shape;
        var maps = new float[shape[0] * 6];
        for (var i = 0; i < shape[0]; i++) Draw(options, random).CopyTo(maps.AsSpan(6 * i, 6));
        var grid = Tensor.From<float>(maps, shape[0], 2, 3).Move(input.Device).AffineGrid([shape[0], shape[1], size, size]);
        return input.GridSample(grid);
    }

    /// <summary>The map [2, 3] from output to input coordinates: crop · rotation · shear · zoom · flip.</summary>
    internal static float[] Draw(AugmentOptions options, Xoshiro256 random)
    {
        var (centreX, centreY, halfWidth, halfHeight) = Crop(options.RandomResizedCrop, random);
        var angle = random.Between(-1, 1) * options.RotationDegrees * Math.PI / 180;
        var shear = Math.Tan(random.Between(-1, 1) * options.ShearDegrees * Math.PI / 180);
        var zoom = random.Between(options.Zoom.Low, options.Zoom.High);
        var (shiftX, shiftY) = (2 * options.Translate * random.Between(-1, 1), 2 * options.Translate * random.Between(-1, 1));
        var flipX = random.Unit() < 0.5 && options.HorizontalFlip ? -1 : 1;
        var flipY = random.Unit() < 0.5 && options.VerticalFlip ? -1 : 1;

        // Rows of rotation · shear, then columns scaled by flip / zoom, then rows by the crop.
        var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        var (a, b, c, d) = (cos, (cos * shear) - sin, sin, (sin * shear) + cos);
        return
        [
            (float)(halfWidth * a * flipX / zoom), (float)(halfWidth * b * flipY / zoom), (float)(centreX + shiftX),
            (float)(halfHeight * c * flipX / zoom), (float)(halfHeight * d * flipY / zoom), (float)(centreY + shiftY),
        ];
    }

    /// <summary>
    /// A rectangle inside the picture, as torchvision's RandomResizedCrop draws it: area uniform, ratio log-uniform, ten tries, then the
    /// whole picture.
    /// </summary>
    private static (double CentreX, double CentreY, double HalfWidth, double HalfHeight) Crop(CropRange? range, Xoshiro256 random)
    {
        if (range is null) return (0, 0, 1, 1);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var area = random.Between(range.Scale.Low, range.Scale.High);
            var ratio = Math.Exp(random.Between(Math.Log(range.Ratio.Low), Math.Log(range.Ratio.High)));
            var (width, height) = (Math.Sqrt(area * ratio), Math.Sqrt(area / ratio));
            if (width > 1 || height > 1) continue;
            return (random.Between(-1, 1) * (1 - width), random.Between(-1, 1) * (1 - height), width, height);
        }

        return (0, 0, 1, 1);
    }
}
