namespace Lucarne.Imaging.Volumes;

/// <summary>
/// The squared distance of every voxel of a box to the nearest marked one, exact: one axis after another, each line by the
/// lower envelope of its parabolas (Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, Theory of
/// Computing 8, 2012).
/// </summary>
internal static class DistanceTransform
{
    /// <summary>Squared distances in mm², [K, J, I]; infinite where nothing is marked.</summary>
    /// <param name="marked">[K, J, I].</param>
    /// <param name="box">Its lengths.</param>
    /// <param name="spacingMm">Between neighbours along i, j and k, in mm.</param>
    internal static float[] Squared(bool[] marked, VoxelBox box, (double I, double J, double K) spacingMm)
    {
        var squared = new float[marked.Length];
        Parallel.For(0, box.Slices, k =>
        {
            for (var row = 0; row < box.Rows; row++)
                AlongRow(marked, squared, (k * box.SliceLength) + (row * box.Columns), box.Columns, spacingMm.I);
            var envelope = new Envelope(box.Rows, spacingMm.J);
            for (var i = 0; i < box.Columns; i++)
                envelope.Lower(squared, (k * box.SliceLength) + i, box.Columns);
        });
        Parallel.For(0, box.Rows, j =>
        {
            var envelope = new Envelope(box.Slices, spacingMm.K);
            for (var i = 0; i < box.Columns; i++)
                envelope.Lower(squared, (j * box.Columns) + i, box.SliceLength);
        });
        return squared;
    }

    /// <summary>Along the first axis there are only marks: the nearest is before or behind.</summary>
    private static void AlongRow(bool[] marked, float[] squared, int start, int length, double spacing)
    {
        var steps = double.PositiveInfinity;
        for (var i = 0; i < length; i++)
        {
            steps = marked[start + i] ? 0 : steps + 1;
            squared[start + i] = (float)(steps * spacing * (steps * spacing));
        }

        steps = double.PositiveInfinity;
        for (var i = length - 1; i >= 0; i--)
        {
            steps = marked[start + i] ? 0 : steps + 1;
            squared[start + i] = Math.Min(squared[start + i], (float)(steps * spacing * (steps * spacing)));
        }
    }

    /// <summary>The lower envelope of parabolas along a line, with room for one line that is used again.</summary>
    private sealed class Envelope(int length, double spacing)
    {
        private readonly int[] apex = new int[length];
        private readonly double[] height = new double[length], from = new double[length];
        private readonly double squaredSpacing = spacing * spacing;

        internal void Lower(float[] values, int start, int stride)
        {
            var last = -1;
            for (var at = 0; at < length; at++)
            {
                double value = values[start + (at * stride)];
                if (double.IsPositiveInfinity(value))
                    continue;
                var begins = double.NegativeInfinity;
                while (last >= 0 && (begins = Crossing(last, at, value)) <= from[last])
                    last--;
                last++;
                (apex[last], height[last], from[last]) = (at, value, last == 0 ? double.NegativeInfinity : begins);
            }

            if (last < 0)
                return;
            for (int at = 0, parabola = 0; at < length; at++)
            {
                while (parabola < last && from[parabola + 1] < at)
                    parabola++;
                double steps = at - apex[parabola];
                values[start + (at * stride)] = (float)((steps * steps * squaredSpacing) + height[parabola]);
            }
        }

        /// <summary>Where the parabola of a place comes to lie below an earlier one.</summary>
        private double Crossing(int earlier, int at, double value)
        {
            double before = apex[earlier], steps = at - before;
            return ((value - height[earlier]) / (2 * squaredSpacing * steps)) + ((at + before) / 2);
        }
    }
}
