using FsCheck;
using FsCheck.Fluent;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Tests.Split;

public class StratifiedGroupSplitTests
{
    private static readonly SplitOptions Default = new();

    /// <summary>Group sizes per class, drawn; each class has at least three groups, as three parts need.</summary>
    private static Arbitrary<int[][]> Sizes => (
        from classes in Gen.Choose(2, 4)
        from sizes in Gen.ArrayOf(Gen.NonEmptyListOf(Gen.Choose(1, 12)).Select(list => list.Concat([1, 1]).ToArray()), classes)
        select sizes).ToArbitrary();

    [Fact]
    public void No_group_straddles_and_every_file_is_in_exactly_one_part() => Prop.ForAll(Sizes, sizes =>
    {
        var items = Items(sizes);
        var split = StratifiedGroupSplit.Draw(items, Default);
        var parts = new[] { split.Train, split.Validation, split.Test };
        var groupOf = items.ToDictionary(item => item.File, item => item.Group);
        var groups = parts.Select(part => part.Select(file => groupOf[file]).ToHashSet()).ToArray();
        return parts.SelectMany(part => part).Order().SequenceEqual(items.Select(item => item.File).Order())
            && !groups[0].Overlaps(groups[1]) && !groups[0].Overlaps(groups[2]) && !groups[1].Overlaps(groups[2]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_class_with_as_many_groups_as_parts_is_in_each_part() => Prop.ForAll(Sizes, sizes =>
    {
        var items = Items(sizes);
        var split = StratifiedGroupSplit.Draw(items, Default);
        return new[] { split.Train, split.Validation, split.Test }.All(part => ClassesOf(part, items).Count == sizes.Length);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_pictures_and_seed_give_the_same_bytes_whatever_their_order() => Prop.ForAll(Sizes, ArbMap.Default.ArbFor<NonNegativeInt>(), (sizes, seed) =>
    {
        var options = Default with { Seed = seed.Get };
        var items = Items(sizes);
        var again = items.AsEnumerable().Reverse().ToArray();
        return SplitFile.ToJson(StratifiedGroupSplit.Draw(items, options)) == SplitFile.ToJson(StratifiedGroupSplit.Draw(again, options));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_small_groups_each_class_is_within_one_group_of_the_wanted_fractions() =>
        Prop.ForAll(Gen.Choose(20, 120).ToArbitrary(), Gen.Choose(1, 3).ToArbitrary(), (groups, size) =>
        {
            var items = Items([[.. Enumerable.Repeat(size, groups)], [.. Enumerable.Repeat(size, groups * 2)]]);
            var split = StratifiedGroupSplit.Draw(items, Default);
            return Shares(split, items).All(share => Math.Abs(share.Held - share.Wanted) <= size) && split.Warnings.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_seed_draws_another_split()
    {
        var items = Items([[.. Enumerable.Repeat(1, 100)], [.. Enumerable.Repeat(1, 100)]]);
        Assert.NotEqual(StratifiedGroupSplit.Draw(items, Default).Test, StratifiedGroupSplit.Draw(items, Default with { Seed = 43 }).Test);
    }

    [Fact]
    public void Single_pictures_are_kept_apart_with_equal_chance()
    {
        // 20 pictures of which 3 are kept apart, 400 draws: each should be apart about 60 times, sd √(400 · 0.15 · 0.85) = 7.1.
        var items = Items([[.. Enumerable.Repeat(1, 20)], [.. Enumerable.Repeat(1, 20)]]);
        var times = items.ToDictionary(item => item.File, _ => 0);
        for (var seed = 0; seed < 400; seed++)
        {
            foreach (var file in StratifiedGroupSplit.Draw(items, Default with { Seed = seed }).Test) times[file]++;
        }

        Assert.All(times.Values, count => Assert.InRange(count, 60 - 29, 60 + 29));
    }

    [Fact]
    public void Two_groups_of_a_class_go_to_training_and_test_and_the_lack_is_said()
    {
        var items = Items([[10, 10], [.. Enumerable.Repeat(2, 20)]]);
        var split = StratifiedGroupSplit.Draw(items, Default);
        Assert.Contains("class0", ClassesOf(split.Train, items));
        Assert.Contains("class0", ClassesOf(split.Test, items));
        var warning = Assert.Single(split.Warnings);
        Assert.Equal("class 'class0' is missing from the validation part: its 20 pictures form 2 group(s) that cannot be cut (training 10, validation 0, test 10)", warning.En);
        Assert.Equal("la classe «\u202fclass0\u202f» manque en validation\u202f: ses 20 images forment 2 groupe(s) qui ne peuvent être coupés (entraînement 10, validation 0, test 10)", warning.Fr);
    }

    [Fact]
    public void Groups_too_few_to_keep_any_apart_are_refused()
    {
        Assert.Contains("form 2 group(s)", Assert.Throws<DataException>(() => StratifiedGroupSplit.Draw(Items([[50], [50]]), Default)).Message, StringComparison.Ordinal);
        Assert.Contains("part would be empty", Assert.Throws<DataException>(() => StratifiedGroupSplit.Draw(Items([[5], [5], [5]]), Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_keep_every_picture_apart_exactly_once_and_never_cut_a_group() => Prop.ForAll(Sizes, sizes =>
    {
        var items = Items(sizes);
        var folds = StratifiedGroupSplit.DrawFolds(items, 3, Default);
        var groupOf = items.ToDictionary(item => item.File, item => item.Group);
        return folds.SelectMany(fold => fold.Test).Order().SequenceEqual(items.Select(item => item.File).Order())
            && folds.All(fold =>
            {
                var parts = new[] { fold.Train, fold.Validation, fold.Test };
                return parts.Sum(part => part.Count) == items.Length
                    && parts.SelectMany(part => part.Select(file => groupOf[file]).Distinct()).Count() == items.Select(item => item.Group).Distinct().Count();
            });
    }).QuickCheckThrowOnFailure();

    private static SplitItem[] Items(int[][] sizes) =>
        [.. sizes.SelectMany((groups, c) => groups.SelectMany((size, g) =>
            Enumerable.Range(0, size).Select(i => new SplitItem($"class{c}/g{g}-{i}.png", $"class{c}", $"c{c}g{g}"))))];

    private static HashSet<string> ClassesOf(IEnumerable<string> files, SplitItem[] items)
    {
        var classOf = items.ToDictionary(item => item.File, item => item.ClassName);
        return [.. files.Select(file => classOf[file])];
    }

    private static IEnumerable<(double Held, double Wanted)> Shares(DataSplit split, SplitItem[] items) =>
        from part in new[] { (split.Train, Default.Train), (split.Validation, Default.Validation), (split.Test, Default.Test) }
        from name in items.Select(item => item.ClassName).Distinct()
        let files = items.Where(item => item.ClassName == name).Select(item => item.File).ToHashSet()
        select ((double)part.Item1.Count(files.Contains), part.Item2 * files.Count);
}
