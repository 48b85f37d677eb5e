using Lucarne.Imaging;
using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Check;

public sealed class DatasetCheckTests : IDisposable
{
    private const string Yaml = "name: r\ntitle: R\nclasses: [a, b]\n";
    private readonly DrawnPictures drawn = new();

    public void Dispose() => drawn.Dispose();

    [Fact]
    public void Broken_pictures_are_left_out_by_name_and_the_rest_goes_on()
    {
        Fill(3);
        drawn.AddBytes("a/empty.png", []);
        drawn.AddBytes("a/text.jpg", "not a picture at all"u8.ToArray());
        var whole = File.ReadAllBytes(drawn.Add("b/whole.png", DrawnPictures.Blobs(77)));
        drawn.AddBytes("b/cut.png", whole[..(whole.Length / 2)]);
        drawn.AddBytes("b/zero.png", WithSize(whole, 0, 0));
        drawn.AddBytes("b/bomb.png", WithSize(whole, 60_000, 60_000));
        var data = Check();
        Assert.Equal(
            [("a/empty.png", "empty"), ("a/text.jpg", "not-a-picture"), ("b/bomb.png", "too-large"), ("b/cut.png", "truncated"), ("b/zero.png", "zero-size")],
            data.Fingerprint.Defects.Select(defect => (defect.File, defect.Fault)));
        Assert.All(data.Fingerprint.Defects, defect => Assert.Contains(defect.File, defect.Message, StringComparison.Ordinal));
        Assert.Equal(12, data.Fingerprint.Files);
        Assert.Equal(7, data.Pictures.Count);
    }

    [Fact]
    public void The_same_picture_in_two_classes_is_left_out_and_said()
    {
        Fill(4);
        drawn.Add("a/twice.png", DrawnPictures.Blobs(500));
        drawn.Add("b/other name.png", DrawnPictures.Blobs(500).ToRgb());
        var data = Check();
        var conflict = Assert.Single(data.Fingerprint.Conflicts);
        Assert.Equal(("exact", "a/twice.png", "b/other name.png"), (conflict.Kind, conflict.Files[0], conflict.Files[1]));
        Assert.Equal(["a", "b"], conflict.Classes);
        Assert.Equal((4, 4), (data.Fingerprint.Classes["a"], data.Fingerprint.Classes["b"]));
        Assert.DoesNotContain(data.Items, item => item.File == "a/twice.png");
    }

    [Fact]
    public void A_resized_and_brightened_copy_is_a_near_copy_in_one_group_and_others_are_not()
    {
        Fill(6);
        drawn.Add("a/copy.png", DrawnPictures.Blobs(0, shift: 12).Resize(70, 80));
        var print = Check().Fingerprint;
        Assert.Equal(["a/0.png", "a/copy.png"], Assert.Single(print.NearDuplicates));
        Assert.Empty(print.ExactDuplicates);
        Assert.Equal((12, 2), (print.Groups.Count, print.Groups.Largest));
    }

    [Fact]
    public void Even_pictures_of_one_grey_are_exact_copies_and_of_two_greys_are_not_near()
    {
        Fill(3);
        foreach (var (name, value) in new[] { ("a/x.png", 40), ("a/y.png", 40), ("a/z.png", 90) })
            drawn.Add(name, Picture.From8Bit(20, 20, 1, Enumerable.Repeat((byte)value, 400).ToArray()));
        var print = Check().Fingerprint;
        Assert.Equal(["a/x.png", "a/y.png"], Assert.Single(print.ExactDuplicates));
        Assert.Empty(print.NearDuplicates);
    }

    [Fact]
    public void Stated_groups_come_from_the_list_and_then_from_the_pattern()
    {
        Fill(4);
        File.WriteAllText(Path.Combine(drawn.Root, "groups.csv"), "file,group\na/0.png,\"ward, 1\"\nb/0.png,\"ward, 1\"\nb/gone.png,p\n");
        var data = Check("data: { group_pattern: '/([12])\\.png$' }\n");
        var groups = data.Items.ToDictionary(item => item.File, item => item.Group);
        Assert.Equal(("ward, 1", "ward, 1"), (groups["a/0.png"], groups["b/0.png"]));
        Assert.Equal(("1", "1", "2"), (groups["a/1.png"], groups["b/1.png"], groups["a/2.png"]));
        Assert.Equal("a/3.png", groups["a/3.png"]);
        Assert.Equal("groups.csv, then the recipe's group_pattern, then near copies", data.Fingerprint.Groups.Source);
        Assert.Contains(data.Fingerprint.Warnings, warning => warning.Contains("groups.csv names 1 file(s) that are not among the pictures, such as 'b/gone.png'", StringComparison.Ordinal));
    }

    [Fact]
    public void Similar_neighbours_in_number_are_chained_and_a_change_of_scan_breaks_the_chain()
    {
        // Two scans in one run of numbers: 1–3 drift from one pattern, 4–6 from another. 8 is like 6 but not its neighbour.
        for (var i = 1; i <= 6; i++) drawn.Add($"a/S ({i}).png", Mixed(i <= 3 ? 900 : 901, 0.12 * (i % 3)));
        drawn.Add("b/1.png", DrawnPictures.Blobs(1));
        drawn.Add("b/2.png", DrawnPictures.Blobs(2));
        var data = Check("data: { near_duplicate_distance: 0, near_duplicate_correlation: 1, neighbours: { min_correlation: 0.8 } }\n");
        var groups = data.Items.ToDictionary(item => item.File, item => item.Group);
        Assert.Equal(groups["a/S (1).png"], groups["a/S (3).png"]);
        Assert.Equal(groups["a/S (4).png"], groups["a/S (6).png"]);
        Assert.NotEqual(groups["a/S (3).png"], groups["a/S (4).png"]);
        Assert.NotEqual(groups["b/1.png"], groups["b/2.png"]);
    }

    [Fact]
    public void The_leak_of_a_random_split_is_all_where_every_picture_has_copies_and_none_where_none_has()
    {
        Fill(20);
        Assert.Equal(0, Check().Fingerprint.RandomSplitLeak.Fraction);
        for (var i = 0; i < 20; i++)
        {
            drawn.Add($"a/again {i}.png", DrawnPictures.Blobs(0, shift: 1 + i));
            drawn.Add($"b/again {i}.png", DrawnPictures.Blobs(1000, shift: 1 + i));
        }

        var leak = Check().Fingerprint.RandomSplitLeak;
        // 40 pictures a class, 6 of each for the test; 21 of each 40 are copies of one another, so copies in the test surely have one in the 28 for training.
        Assert.Equal(12, leak.TestPictures);
        Assert.InRange(leak.WithACopyInTraining, 1, 12);
        Assert.Equal(leak.WithACopyInTraining, leak.WithTheirGroupInTraining);
    }

    [Fact]
    public void A_class_of_which_no_picture_can_be_used_is_an_error_that_names_one()
    {
        Fill(3);
        Directory.Delete(Path.Combine(drawn.Root, "b"), recursive: true);
        drawn.AddBytes("b/x.png", []);
        Assert.Contains("No picture of the class 'b'", Assert.Throws<DataException>(() => Check()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_is_the_same_bytes_each_time_and_is_read_back_to_the_same()
    {
        Fill(5);
        drawn.AddBytes("a/empty.png", []);
        var json = FingerprintFile.ToJson(Check().Fingerprint);
        Assert.Equal(json, FingerprintFile.ToJson(Check().Fingerprint));
        var path = Path.Combine(drawn.Root, "fingerprint.json");
        FingerprintFile.Write(Check().Fingerprint, path);
        Assert.Equal(json, File.ReadAllText(path));
        Assert.Equal(json, FingerprintFile.ToJson(FingerprintFile.Read(path)));
        foreach (var key in new[] { "recipe", "root", "files", "classes", "pictures", "sizes", "modes", "intensity", "defects", "exact_duplicates", "near_duplicates", "conflicts", "imbalance", "groups", "random_split_leak", "with_a_copy_in_training", "per_class", "sha256", "sd", "class" })
            Assert.Contains($"\"{key}\":", json, StringComparison.Ordinal);
        Assert.DoesNotContain(drawn.Root, json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_can_be_ended_early()
    {
        Fill(3);
        using var ended = new CancellationTokenSource();
        ended.Cancel();
        var recipe = Recipe.FromYaml(Yaml, "r.yaml");
        var folder = PictureFolder.Read(drawn.Root, recipe, drawn.Root);
        Assert.ThrowsAny<OperationCanceledException>(() => DatasetCheck.Run(folder, recipe, token: ended.Token));
    }

    private void Fill(int each)
    {
        for (var i = 0; i < each; i++)
        {
            drawn.Add($"a/{i}.png", DrawnPictures.Blobs(i));
            drawn.Add($"b/{i}.png", DrawnPictures.Blobs(1000 + i));
        }
    }

    private CheckedData Check(string more = "")
    {
        var recipe = Recipe.FromYaml(Yaml + more, "r.yaml");
        return DatasetCheck.Run(PictureFolder.Read(drawn.Root, recipe, drawn.Root), recipe);
    }

    private static Picture Mixed(int pattern, double part)
    {
        var (one, two) = (DrawnPictures.Blobs(pattern), DrawnPictures.Blobs(pattern + 50));
        return Picture.From8Bit(96, 96, 1, [.. one.Samples8.ToArray().Zip(two.Samples8.ToArray(), (a, b) => (byte)((a * (1 - part)) + (b * part)))]);
    }

    /// <summary>A PNG whose header claims another size, its checksum made right (PNG, 2003, clause 5.3 and annex D).</summary>
    private static byte[] WithSize(byte[] png, uint width, uint height)
    {
        var changed = (byte[])png.Clone();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(20), height);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(29), Crc(changed.AsSpan(12, 17)));
        return changed;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        return ~crc;
    }
}
