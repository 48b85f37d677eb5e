using Lucarne.Learning.Contours;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Augment;

/// <summary>
/// Makes batches of prepared slices: the part of each slice that the network sees, moved, turned, zoomed and changed in its intensities
/// as the recipe says, then normalised. Scan and labels are moved by the same map.
/// </summary>
/// <param name="recipe">A segmentation recipe.</param>
/// <param name="augments">False: the part of the slice as it is.</param>
internal sealed class SliceAugmenter(Recipe recipe, bool augments)
{
    private readonly SliceInputOptions _input = recipe.Segmentation!.Input;
    private readonly bool _margins = StructureMaps.Differ(recipe.Segmentation!);
    private readonly AugmentOptions _options = augments ? recipe.Augment : new AugmentOptions();
    private readonly Appearance? _appearance = augments ? new Appearance(recipe.Augment, recipe.Train.Seed) : null;
    private readonly StructureTransplant? _transplant = augments && recipe.Segmentation!.Sampling.Transplant is { } transplant
        ? new StructureTransplant(recipe.Segmentation!, transplant)
        : null;

    /// <summary>A batch of slices, each with its neighbours where the recipe wants them.</summary>
    public SliceBatch Make(IReadOnlyList<SliceRef> slices, int epoch, int number)
    {
        using var scope = new TensorScope();
        using var still = new NoGradient();
        var random = Xoshiro256.For(recipe.Train.Seed, epoch, number);
        var (stored, labels) = Read(slices);
        var grid = Grid(slices, random);
        var input = stored.GridSample(grid);
        var marks = labels.GridSample(grid, nearest: true).To(ScalarType.Int64);
        IReadOnlyList<int>[] unknown = [.. slices.Select(slice => slice.Scan.Unknown)];
        if (_transplant is not null) (input, marks) = Transplanted(input, marks, unknown, random);
        if (_appearance is not null) input = _appearance.Apply(input, random);
        var target = scope.Keep(marks.Select(1, 0).Contiguous());
        var beneath = _margins ? scope.Keep(marks.Select(1, 1).Contiguous()) : target;
        return new(scope.Keep(Normalised(input, slices)), target, beneath, epoch, unknown);
    }

    private (Tensor Input, Tensor Marks) Transplanted(Tensor input, Tensor marks, IReadOnlyList<IReadOnlyList<int>> unknown, Xoshiro256 random)
    {
        var (values, labels) = (input.ToArray<float>(), marks.ToArray<long>());
        _transplant!.Apply(values, labels, unknown, _input.Size, random);
        return (Tensor.From<float>(values, input.Shape), Tensor.From<long>(labels, marks.Shape));
    }

    /// <summary>Windowed values in [0, 1], [B, planes, s, s], and labels, [B, 1, s, s] or, where there are margins, [B, 2, s, s] with those beneath.</summary>
    private (Tensor Stored, Tensor Labels) Read(IReadOnlyList<SliceRef> slices)
    {
        var size = slices[0].Scan.Size;
        var (pixels, planes, maps) = (size * size, _input.Planes, _margins ? 2 : 1);
        var (values, labels) = (new float[slices.Count * planes * pixels], new float[slices.Count * maps * pixels]);
        for (var i = 0; i < slices.Count; i++)
        {
            var (scan, k) = slices[i];
            var stack = SliceStack.Of(_input, scan.Record.Geometry);
            for (var plane = 0; plane < planes; plane++)
                WindowedSlices.Widen(scan.Slice(stack.At(k, plane, scan.Count)), values.AsSpan(((i * planes) + plane) * pixels, pixels));
            Widen(scan.Labels(k), labels.AsSpan(i * maps * pixels, pixels));
            if (_margins) Widen(scan.Beneath(k), labels.AsSpan(((i * maps) + 1) * pixels, pixels));
        }

        return (Tensor.From<float>(values, slices.Count, planes, size, size), Tensor.From<float>(labels, slices.Count, maps, size, size));
    }

    private static void Widen(ReadOnlySpan<byte> from, Span<float> to)
    {
        for (var p = 0; p < to.Length; p++) to[p] = from[p];
    }

    /// <summary>Where each pixel of the network's input lies in its slice: the drawn map, within the part that the network sees.</summary>
    private Tensor Grid(IReadOnlyList<SliceRef> slices, Xoshiro256 random)
    {
        var maps = new float[6 * slices.Count];
        for (var i = 0; i < slices.Count; i++)
        {
            var map = Geometry.Draw(_options, random);
            var part = SlicePart.Of(_input.Region, slices[i].Scan.Record.Body);
            part.Place(map).CopyTo(maps.AsSpan(6 * i, 6));
        }

        return Tensor.From<float>(maps, slices.Count, 2, 3).AffineGrid([slices.Count, 1, _input.Size, _input.Size]);
    }

    private static Tensor Normalised(Tensor input, IReadOnlyList<SliceRef> slices)
    {
        Tensor Each(Func<PreparedPatient, double> value) =>
            Tensor.From<float>([.. slices.Select(slice => (float)value(slice.Scan.Record))], slices.Count, 1, 1, 1);
        return (input - Each(record => record.Mean)) / Each(record => record.Deviation);
    }
}
