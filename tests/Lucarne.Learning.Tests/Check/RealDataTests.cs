using System.Diagnostics;
using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;
using Lucarne.Learning.Tests.Recipes;
using Xunit.Abstractions;

namespace Lucarne.Learning.Tests.Check;

/// <summary>Checks of the public sets, where they are at hand: <c>LUCARNE_DATA</c>, or <c>shared/data</c> beside the repository.</summary>
public class RealDataTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void Kidney_slices_fall_into_series_and_a_random_split_would_leak_nearly_all_of_them()
    {
        var data = Checked("kidney-ct");
        var print = data.Fingerprint;
        Assert.Equal(1200, print.Files);
        Assert.Empty(print.Defects);
        // 299 successive pairs a class; changes of series counted by eye on contact sheets: 10, 2, 22 and 3, so 11, 3, 23 and 4 runs; runs that show the same view again are joined.
        Assert.InRange(print.Groups.PerClass["cyst"].Count, 9, 11);
        Assert.Equal([125, 102, 73], print.Groups.PerClass["normal"].Sizes);
        Assert.InRange(print.Groups.PerClass["stone"].Count, 20, 23);
        Assert.Equal(182, print.Groups.PerClass["tumor"].Largest);
        Assert.InRange(print.Groups.PerClass["tumor"].Count, 3, 4);
        Assert.True(print.RandomSplitLeak.Fraction > 0.95);
        Assert.NotEmpty(print.ExactDuplicates);
    }

    [SkippableFact]
    public void Brain_slices_hold_many_copies()
    {
        var print = Checked("brain-mri").Fingerprint;
        Assert.Equal(177, print.Files);
        Assert.Equal(["L", "RGB"], print.Modes.Keys.Intersect(["L", "RGB"]).Order());
        // Oracle: the same rule (DCT hash within 6 bits, correlation of 32×32 box-averaged thumbnails of at least 0.95) with Pillow and SciPy gives 22 sets of 55 files;
        // another thumbnail kernel moves the pairs that lie at the threshold, a tenth of the files at most.
        Assert.InRange(print.NearDuplicates.Concat(print.ExactDuplicates).SelectMany(set => set).Distinct().Count(), 50, 60);
    }

    [SkippableFact]
    public void Chest_folders_map_to_classes_and_the_class_without_pictures_is_left_out()
    {
        var data = Checked("chest-xray");
        Assert.Equal(["normal", "pneumonia", "covid-19"], data.Fingerprint.Classes.Keys);
        Assert.Contains("The class 'other' has no picture and is left out of this run.", data.Fingerprint.Warnings);
        Assert.Empty(data.Fingerprint.Conflicts);
        Assert.Equal(5, data.Fingerprint.NearDuplicates.Concat(data.Fingerprint.ExactDuplicates).Count());
    }

    [SkippableFact]
    public void The_modality_set_is_sound()
    {
        var print = Checked("modality").Fingerprint;
        Assert.Equal([250, 250, 250], print.Classes.Values);
        Assert.Empty(print.Defects);
    }

    private CheckedData Checked(string name)
    {
        var root = Environment.GetEnvironmentVariable("LUCARNE_DATA") ?? Path.Combine(RepositoryRecipes.Folder, "../../shared/data");
        var path = Path.Combine(root, name);
        Skip.IfNot(Directory.Exists(path), $"the public set '{name}' is not at hand (LUCARNE_DATA)");
        var recipe = Recipe.Load(name, RepositoryRecipes.Folder);
        var watch = Stopwatch.StartNew();
        var data = DatasetCheck.Run(PictureFolder.Read(path, recipe, Path.GetTempPath()), recipe);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.00} s\n{CheckSummary.Of(data.Fingerprint)}");
        var split = StratifiedGroupSplit.Draw(data.Items, recipe.Split);
        var classOf = data.Items.ToDictionary(item => item.File, item => item.ClassName);
        foreach (var (part, files) in new[] { ("train", split.Train), ("validation", split.Validation), ("test", split.Test) })
            output.WriteLine($"{part}: {string.Join(", ", files.CountBy(file => classOf[file]).Select(pair => $"{pair.Key} {pair.Value}"))}");
        output.WriteLine(string.Join('\n', split.Warnings.Select(warning => warning.En)));
        if (Environment.GetEnvironmentVariable("LUCARNE_TEST_OUT") is { } folder) FingerprintFile.Write(data.Fingerprint, Path.Combine(folder, $"{name}.json"));
        return data;
    }
}
