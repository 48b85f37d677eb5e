using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Augment;

/// <summary>
/// Puts a structure that one slice of a batch shows, with its margin, into another slice: a tumour is then learned in many more places than the
/// patients have theirs (TumorCP: Yang et al., MICCAI 2021), turned and mirrored by chance, and as often at a wall as the recipe says. It replaces
/// only what the recipe says that it grows in, and its own kind.
/// </summary>
internal sealed class StructureTransplant
{
    // Fewer pixels than a disc of four across: a section through the very end of a tumour, which teaches nothing of one.
    private const int LeastPixels = 12;

    // A tumour's section turned by quarters, and its mirror images.
    private const int Turns = 8;

    // How far from its middle what it does not grow in is looked for, in radii of a disc of its size: at a wall that is closer it is cut flat.
    private const double WallReach = 0.7;
    private const int WallTries = 24;
    private const int Directions = 8;

    private readonly double _share;
    private readonly double _atWall;
    private readonly byte _structure;
    private readonly byte? _margin;
    private readonly bool[] _host;
    private readonly bool[] _coverable;

    /// <param name="options">The structures of the recipe.</param>
    /// <param name="transplant">What is moved, and where to.</param>
    public StructureTransplant(SegmentationOptions options, TransplantOptions transplant)
    {
        (_share, _atWall, _structure) = (transplant.Share, transplant.AtWall, Value(transplant.Structure));
        _margin = options.Structures.FirstOrDefault(structure => structure.Around == transplant.Structure)?.Value;
        (_host, _coverable) = (new bool[options.Channels], new bool[options.Channels]);
        foreach (var name in transplant.Into) _host[Value(name)] = true;
        if (_margin is not { } margin) return;

        // The margin hides what it hides when contours are painted.
        _coverable[0] = true;
        foreach (var below in options.Painted.TakeWhile(structure => structure.Value != margin)) _coverable[below.Value] = true;

        byte Value(string name) => options.Structures.First(structure => structure.Name == name).Value;
    }

    /// <summary>Changes a batch.</summary>
    /// <param name="values">Slices, [B, planes, size, size].</param>
    /// <param name="labels">Their labels and, where there are two maps, those beneath margins: [B, maps, size, size].</param>
    /// <param name="unknown">For each slice the labels of structures that nobody contoured in its scan.</param>
    /// <param name="size">Side of a slice, in pixels.</param>
    /// <param name="random">Where the draws come from.</param>
    public void Apply(Span<float> values, Span<long> labels, IReadOnlyList<IReadOnlyList<int>> unknown, int size, Xoshiro256 random)
    {
        var pixels = size * size;
        var (planes, maps) = (values.Length / unknown.Count / pixels, labels.Length / unknown.Count / pixels);

        // What is taken is what the slices themselves showed, not what has just been put into them.
        var (source, marks) = (values.ToArray(), labels.ToArray());
        int[][] grafts = [.. Enumerable.Range(0, unknown.Count).Select(slice => PixelsOf(marks.AsSpan(slice * maps * pixels, pixels), value => value == _structure))];
        int[] showing = [.. Enumerable.Range(0, unknown.Count).Where(slice => grafts[slice].Length >= LeastPixels)];
        for (var slice = 0; slice < unknown.Count; slice++)
        {
            if (random.Unit() >= _share || unknown[slice].Contains(_structure)) continue;
            int[] donors = [.. showing.Where(other => other != slice)];
            var places = PixelsOf(marks.AsSpan(slice * maps * pixels, pixels), value => _host[value]);
            if (donors.Length == 0 || places.Length == 0) continue;
            var donor = donors[random.Below(donors.Length)];
            var graft = new Graft(source.AsSpan(donor * planes * pixels, planes * pixels), marks.AsSpan(donor * maps * pixels, pixels), grafts[donor], size);
            var turn = random.Below(Turns);
            var place = Place(places, grafts[donor].Length, labels.Slice(slice * maps * pixels, maps * pixels), size, random);
            Put(graft, turn, place, values.Slice(slice * planes * pixels, planes * pixels), labels.Slice(slice * maps * pixels, maps * pixels),
                _margin is { } margin && !unknown[slice].Contains(margin) ? margin : null);
        }
    }

    /// <summary>Where a structure's middle is put: anywhere that it may grow, or there where it meets what it does not grow in.</summary>
    private int Place(int[] places, int area, ReadOnlySpan<long> labels, int size, Xoshiro256 random)
    {
        var place = places[random.Below(places.Length)];
        if (random.Unit() >= _atWall) return place;
        var reach = WallReach * Math.Sqrt(area / Math.PI);
        for (var tries = 0; tries < WallTries; tries++)
        {
            place = places[random.Below(places.Length)];
            if (MeetsWall(labels, place, reach, size)) break;
        }

        return place;
    }

    private bool MeetsWall(ReadOnlySpan<long> labels, int place, double reach, int size)
    {
        for (var direction = 0; direction < Directions; direction++)
        {
            var (right, down) = (Math.Cos(Math.Tau * direction / Directions), Math.Sin(Math.Tau * direction / Directions));
            var (x, y) = ((place % size) + (int)(reach * right), (place / size) + (int)(reach * down));
            if (x >= 0 && y >= 0 && x < size && y < size && !Replaceable(labels, (y * size) + x, size * size)) return true;
        }

        return false;
    }

    private void Put(Graft graft, int turn, int place, Span<float> values, Span<long> labels, byte? known)
    {
        var (size, pixels) = (graft.Size, graft.Size * graft.Size);
        var middle = (X: (int)graft.Pixels.Average(pixel => pixel % size), Y: (int)graft.Pixels.Average(pixel => pixel / size));
        if (known is { } margin)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
                if (graft.Labels[pixel] == margin && Moved(pixel) is { } to && _coverable[labels[to]]) labels[to] = margin;
        }

        foreach (var pixel in graft.Pixels)
        {
            if (Moved(pixel) is not { } to || !Replaceable(labels, to, pixels)) continue;
            var own = graft.IsEdge(pixel, _structure) ? 0.5f : 1;
            for (var plane = 0; plane < values.Length; plane += pixels) values[plane + to] += own * (graft.Values[plane + pixel] - values[plane + to]);
            for (var map = 0; map < labels.Length; map += pixels) labels[map + to] = _structure;
        }

        int? Moved(int pixel)
        {
            var (x, y) = ((pixel % size) - middle.X, (pixel / size) - middle.Y);
            if ((turn & 1) != 0) x = -x;
            if ((turn & 2) != 0) y = -y;
            if ((turn & 4) != 0) (x, y) = (y, x);
            (x, y) = (x + (place % size), y + (place / size));
            return x >= 0 && y >= 0 && x < size && y < size ? (y * size) + x : null;
        }
    }

    /// <summary>What the structure grows in, whether a margin hides it or not, and the structure itself.</summary>
    private bool Replaceable(ReadOnlySpan<long> labels, int pixel, int pixels)
    {
        var beneath = labels[labels.Length - pixels + pixel];
        return beneath == _structure || _host[beneath] || (beneath == _margin && labels[pixel] == _margin);
    }

    private static int[] PixelsOf(ReadOnlySpan<long> labels, Func<long, bool> belongs)
    {
        var found = new List<int>();
        for (var pixel = 0; pixel < labels.Length; pixel++)
            if (belongs(labels[pixel])) found.Add(pixel);
        return [.. found];
    }

    /// <summary>A structure's section in the slice that it is taken from.</summary>
    private readonly ref struct Graft(ReadOnlySpan<float> values, ReadOnlySpan<long> labels, int[] pixels, int size)
    {
        public readonly ReadOnlySpan<float> Values = values;

        public readonly ReadOnlySpan<long> Labels = labels;

        public int[] Pixels => pixels;

        public int Size => size;

        /// <summary>Whether a pixel of the structure has a neighbour that is not: there the old and the new are mixed evenly, as where a voxel holds both.</summary>
        public bool IsEdge(int pixel, byte structure)
        {
            var (x, y) = (pixel % size, pixel / size);
            return x == 0 || y == 0 || x == size - 1 || y == size - 1
                || Labels[pixel - 1] != structure || Labels[pixel + 1] != structure || Labels[pixel - size] != structure || Labels[pixel + size] != structure;
        }
    }
}
