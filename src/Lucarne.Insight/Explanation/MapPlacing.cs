using Lucarne.Imaging;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Explanation;

/// <summary>Brings a map over a network's square input back onto the picture that the square was made from.</summary>
internal sealed class MapPlacing
{
    private readonly int _width, _height;
    private readonly Axis _across, _down;

    public MapPlacing(InputOptions input, Picture picture)
    {
        (_width, _height) = (picture.Width, picture.Height);
        var box = new PixelBox(0, 0, _width, _height);
        if (input.CropToContent) picture.CropToContent(out box);
        (_across, _down) = (Axis.Of(input, box.Left, box.Width, box.Height), Axis.Of(input, box.Top, box.Height, box.Width));
    }

    /// <summary>The map's value at each pixel of the picture, row by row; 0 where the network was not shown the picture.</summary>
    public float[] Spread(SquareMap map)
    {
        var values = new float[_width * _height];
        for (var y = 0; y < _height; y++)
        {
            var down = _down.At(y);
            if (down is not (>= 0 and < 1)) continue;
            for (var x = 0; x < _width; x++)
            {
                var across = _across.At(x);
                if (across is >= 0 and < 1) values[(y * _width) + x] = map.At(across, down);
            }
        }

        return values;
    }

    /// <summary>Where along the square, 0 to 1, a pixel's centre comes to lie: its place in the kept part, stretched to its length in the square.</summary>
    /// <param name="Start">First pixel of the part that was kept.</param>
    /// <param name="Kept">Its pixels.</param>
    /// <param name="Offset">Where the part begins in the square, in parts of the square's side; below 0 where the square shows its middle alone.</param>
    /// <param name="Length">How long it is there.</param>
    private readonly record struct Axis(int Start, int Kept, double Offset, double Length)
    {
        public double At(int pixel) => pixel >= Start && pixel < Start + Kept ? Offset + ((pixel - Start + 0.5) / Kept * Length) : -1;

        public static Axis Of(InputOptions input, int start, int kept, int other)
        {
            var length = input.Fit switch
            {
                FitMode.Pad => (double)kept / Math.Max(kept, other),
                FitMode.Crop => (double)kept / Math.Min(kept, other),
                _ => 1,
            };
            return new Axis(start, kept, (1 - length) / 2, length);
        }
    }
}
