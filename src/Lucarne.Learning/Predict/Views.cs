using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Predict;

/// <summary>Views of a picture whose answers are averaged: what one crop cuts or one side hides, another shows.</summary>
internal static class Views
{
    // A sixteenth of the side either way, as TestTime.Shift says.
    private const int ShiftPart = 16;

    /// <summary>The views of a batch [B, C, H, W]; the first is the batch itself.</summary>
    public static IEnumerable<Tensor> Of(Tensor input, TestTime views)
    {
        var shifts = views is TestTime.Shift or TestTime.FlipShift ? new[] { (0, 0), (1, 0), (-1, 0), (0, 1), (0, -1) } : [(0, 0)];
        foreach (var (x, y) in shifts)
        {
            var shifted = Shift(input, x, y);
            yield return shifted;
            if (views is TestTime.Flip or TestTime.FlipShift) yield return shifted.Flip(3);
        }
    }

    private static Tensor Shift(Tensor input, int x, int y)
    {
        if (x == 0 && y == 0) return input;
        var shape = input.Shape;
        var grid = Map(2.0 * x / ShiftPart, 2.0 * y / ShiftPart, shape[0]).Move(input.Device).AffineGrid(shape);

        // The border is repeated: black would be a value that normalisation has moved.
        return input.GridSample(grid, padding: 1);
    }

    private static Tensor Map(double x, double y, long count)
    {
        float[] map = [1, 0, (float)x, 0, 1, (float)y];
        return Tensor.From<float>(map, 1, 2, 3).Expand(count, 2, 3).Contiguous();
    }
}
