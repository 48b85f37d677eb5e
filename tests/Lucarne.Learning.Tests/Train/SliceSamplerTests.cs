using Lucarne.Learning.Augment;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Tests.Prepare;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Train;

public sealed class SliceSamplerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-slices-").FullName;
    private readonly PreparedStore _store;

    public SliceSamplerTests()
    {
        TinyCohort.Write(_root, 3);
        PrepareRun.Execute(new() { Recipe = TinyCohort.Recipe(), Data = _root, Out = Path.Combine(_root, "prepared") });
        _store = PreparedStore.Open(Path.Combine(_root, "prepared"), TinyCohort.Recipe());
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void A_pass_shows_every_slice_once_and_each_epoch_in_another_order()
    {
        var sampler = new SliceSampler(new SamplingOptions(), 4, 42, [.. _store.Scans]);
        var first = sampler.Epoch(0).SelectMany(batch => batch).ToList();
        Assert.Equal(3 * TinyCohort.Slices, first.Distinct().Count());
        Assert.Equal((5, 5), (sampler.StepsPerEpoch, sampler.Epoch(0).Count()));
        Assert.NotEqual(first, sampler.Epoch(1).SelectMany(batch => batch));
        Assert.Equal(first, sampler.Epoch(0).SelectMany(batch => batch));
    }

    [Fact]
    public void A_structure_s_slices_are_drawn_as_often_as_the_share_says_and_never_from_a_scan_that_lacks_it()
    {
        var sampler = new SliceSampler(new SamplingOptions { StepsPerEpoch = 50, StructureShare = 1 }, 8, 42, [.. _store.Scans]);
        var drawn = sampler.Epoch(0).SelectMany(batch => batch).ToList();
        Assert.Equal(400, drawn.Count);
        Assert.All(drawn, slice => Assert.True(slice.Scan.Record.Pixels[slice.Slice].Sum() > 0));
    }

    [Fact]
    public void A_batch_without_augmentation_is_the_slice_itself_normalised_with_its_labels()
    {
        // The whole picture at the prepared size: every pixel is its own sample.
        var recipe = TinyCohort.Recipe("input.region=picture");
        var scan = _store.Of(["s1"])[0];
        using var batch = new SliceAugmenter(recipe, augments: false).Make([new(scan, 2)], 0, 0);
        var expected = scan.Slice(2).ToArray().Select(stored => (float)(((stored / (double)WindowedSlices.Top) - scan.Record.Mean) / scan.Record.Deviation)).ToArray();
        var actual = batch.Input.ToArray<float>();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4);
        Assert.Equal(scan.Labels(2).ToArray().Select(label => (long)label), batch.Target.ToArray<long>());
    }

    [Fact]
    public void Neighbours_are_the_slices_below_and_above_and_the_end_stands_for_what_lies_beyond_it()
    {
        var recipe = TinyCohort.Recipe("input.region=picture", "input.neighbours=1", "input.neighbour_mm=1");
        var scan = _store.Of(["s1"])[0];
        using var batch = new SliceAugmenter(recipe, augments: false).Make([new(scan, 2), new(scan, 0)], 0, 0);
        var planes = batch.Input.ToArray<float>().Chunk(scan.Size * scan.Size).ToArray();
        Assert.Equal((2, 3), (batch.Input.Shape[0], batch.Input.Shape[1]));
        foreach (var (plane, k) in new[] { 1, 2, 3, 0, 0, 1 }.Index())
        {
            for (var p = 0; p < planes[k].Length; p++)
                Assert.Equal((scan.Slice(k)[p] / (double)WindowedSlices.Top) - scan.Record.Mean, planes[plane][p] * scan.Record.Deviation, 1e-4);
        }

        // What is drawn is the slice in the middle.
        Assert.Equal(scan.Labels(2).ToArray().Select(label => (long)label), batch.Target.ToArray<long>().Take(planes[0].Length));
    }

    [Fact]
    public void Scan_and_labels_are_moved_by_the_same_map()
    {
        // The bright ball is the only thing brighter than soft tissue: wherever it is moved, its label must be.
        var recipe = TinyCohort.Recipe("augment.rotation_degrees=40", "augment.translate=0.1", "augment.zoom=[0.8, 1.2]");
        var scan = _store.Of(["s1"])[0];
        for (var number = 0; number < 5; number++)
        {
            using var batch = new SliceAugmenter(recipe, augments: true).Make([new(scan, 2)], 0, number);
            var bright = (float)(((1200 / 1400.0) - scan.Record.Mean) / scan.Record.Deviation);
            var (values, labels) = (batch.Input.ToArray<float>(), batch.Target.ToArray<long>());
            var inside = Enumerable.Range(0, values.Length).Where(i => labels[i] == 1).ToList();
            Assert.True(inside.Count > 20);
            Assert.True(inside.Count(i => values[i] > bright) >= 0.7 * inside.Count, $"{inside.Count(i => values[i] > bright)} of {inside.Count}");
            Assert.Equal(ScalarType.Int64, batch.Target.Type);
        }
    }
}
