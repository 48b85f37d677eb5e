using FsCheck;
using FsCheck.Fluent;
using Lucarne.Insight.Features;
using Lucarne.Insight.Profiles;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Tests.Profiles;

public sealed class VisualProfilesTests : IDisposable
{
    private const string Marks = "{}[]:\"'&*!|>%@`\t\n# -?,";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lucarne-profiles-");
    private readonly Texts _texts = new([new ProfilesChapter()]);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_new_picture_is_assigned_as_the_files_say()
    {
        var pictures = Draw();
        var found = Find(pictures);
        ProfileRun.Write(found, new(_folder.FullName), _texts);

        var profiles = VisualProfiles.Read(_folder.FullName);
        var rows = CsvRows.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "assignments.csv"))).Skip(1).ToDictionary(row => row[0], row => row[3]);
        Assert.Equal(pictures.All.Count, rows.Count);
        foreach (var picture in pictures.All)
            Assert.Equal(rows[picture.File], profiles.Assign([.. picture.Vector.Select(value => (float)value)]).Profile.Key);
        Assert.Throws<DataException>(() => profiles.Assign([1, 2]));
    }

    [Fact]
    public void Two_clouds_of_one_class_are_two_profiles_whose_difference_is_told_in_features_and_nothing_more()
    {
        var pictures = Draw();
        var random = Xoshiro256.For(3);
        // Cloud 0 and cloud 1 are both tumours; the pictures of cloud 1 are brighter.
        FeatureTable features = new(["intensity.mean"], [.. pictures.All.Select(p => new FeatureRow(p.File, p.Part, "x", [random.Normal() + (p.File.StartsWith("1-", StringComparison.Ordinal) ? 3 : 0)]))]);
        var found = Find(pictures, features);
        Assert.Equal(3, found.Facts.Profiles.Count);
        var tumours = found.Facts.Profiles.Where(profile => found.Facts.Classes[profile.Dominant].Name == "tumour").ToList();
        Assert.Equal(2, tumours.Count);
        Assert.All(tumours, profile =>
        {
            Assert.Equal(tumours.Single(other => other != profile).Key, Assert.Single(profile.Differences).Against);
            Assert.True(Math.Abs(profile.Differences[0].Effect) > 1.5);
            Assert.Contains("not known", profile.Description.En, StringComparison.Ordinal);
            Assert.Contains("n’est pas connue", profile.Description.Fr, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void No_sentence_about_profiles_calls_one_aggressive_or_benign()
    {
        string[] forbidden = ["aggressive", "benign", "malignan", "prognos", "agressif", "agressive", "bénin", "bénigne", "malin", "pronostic"];
        foreach (var key in _texts.Keys.Where(key => key.StartsWith("profiles.", StringComparison.Ordinal) || key.StartsWith("figure.profiles", StringComparison.Ordinal)))
            foreach (var language in Languages.All)
                Assert.All(forbidden, word => Assert.DoesNotContain(word, _texts.Of(language, key), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Test_pictures_are_placed_and_change_nothing()
    {
        var pictures = Draw();
        var alone = Find(pictures with { All = [.. pictures.All.Where(p => p.Part == LatentPictures.Train)] });
        var with = Find(pictures);
        Assert.Equal(alone.Space.Centres.SelectMany(c => c), with.Space.Centres.SelectMany(c => c));
        Assert.Equal(alone.Space.Scale.Means, with.Space.Scale.Means);
        Assert.False(alone.Facts.Agreement.ContainsKey(LatentPictures.Test));
        Assert.True(with.Facts.Agreement.ContainsKey(LatentPictures.Test));
    }

    [Fact]
    public void Names_that_people_gave_are_kept_for_the_same_clusters_and_set_aside_for_others()
    {
        var (files, pictures) = (new ProfileFiles(_folder.FullName), Draw());
        ProfileRun.Write(Find(pictures), files, _texts);
        File.WriteAllText(files.Names, File.ReadAllText(files.Names).Replace("Visual profile A", "Necrotic look", StringComparison.Ordinal));
        Assert.Null(ProfileRun.Write(Find(pictures), files, _texts));
        Assert.StartsWith("Necrotic look", VisualProfiles.Read(_folder.FullName).Profiles[0].Name.En, StringComparison.Ordinal);

        var aside = ProfileRun.Write(Find(pictures, wanted: 5), files, _texts);
        Assert.NotNull(aside);
        Assert.Contains("Necrotic look", File.ReadAllText(aside), StringComparison.Ordinal);
        Assert.StartsWith("Visual profile A", VisualProfiles.Read(_folder.FullName).Profiles[0].Name.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_cannot_be_read_are_refused_in_one_sentence()
    {
        var files = new ProfileFiles(_folder.FullName);
        ProfileRun.Write(Find(Draw()), files, _texts);
        File.WriteAllText(files.Names, "names:\n  A: { en: only }\n");
        var error = Assert.Throws<DataException>(() => VisualProfiles.Read(_folder.FullName));
        Assert.Contains("the profile 'A' lacks 'en' or 'fr'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_damaged_anywhere_are_read_or_refused_and_nothing_else() => Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
    {
        var (path, random) = (Path.Combine(_folder.FullName, "damaged.yaml"), Xoshiro256.For(seed));
        var text = "clusters: 2ff96997196e1c8b\nnames:\n  A:\n    en: \"Round\"\n    fr: \"Rond\"\n  B: { en: \"Dark\", fr: \"Sombre\" }\n".ToList();
        for (var hit = 0; hit < 1 + random.Below(4); hit++)
        {
            var at = random.Below(text.Count);
            if (random.Below(2) == 0) text.RemoveAt(at);
            else text.Insert(at, Marks[random.Below(Marks.Length)]);
        }

        File.WriteAllText(path, string.Concat(text));
        try
        {
            ProfileNames.Read(path);
        }
        catch (DataException)
        {
            // Refused in a sentence.
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    public void A_number_of_profiles_that_makes_no_sense_is_refused(int wanted) => Assert.Throws<DataException>(() => Find(Draw(), wanted: wanted));

    [Fact]
    public void Pictures_that_are_all_alike_have_no_profiles() =>
        Assert.Throws<DataException>(() => Find(new(["a", "b"], [.. Enumerable.Range(0, 20).Select(i => new LatentPicture($"{i}", LatentPictures.Train, i % 2, [1, 2, 3]))])));

    private FoundProfiles Find(LatentPictures pictures, FeatureTable? features = null, int? wanted = null) => ProfileMaker.Find(
        new(pictures, [new("tumour", new("Tumour", "Tumeur")), new("none", new("No tumour", "Pas de tumeur"))], "test", false, wanted, 7, features, new Dictionary<string, string>()), _texts, CancellationToken.None);

    private static LatentPictures Draw()
    {
        double[][] centres = [[0, 0, 0, 0], [8, 0, 0, 2], [0, 8, 3, 0]];
        var (points, cloud) = Drawn.Clouds(centres, 24, 0.7, 12);
        return new(["tumour", "none"], [.. points.Select((point, i) => new LatentPicture($"{cloud[i]}-{i}.png", i % 4 == 0 ? LatentPictures.Test : LatentPictures.Train, cloud[i] == 2 ? 1 : 0, point))]);
    }
}
