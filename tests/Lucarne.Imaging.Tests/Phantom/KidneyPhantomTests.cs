namespace Lucarne.Imaging.Tests.Phantom;

public sealed class KidneyPhantomTests
{
    [Fact]
    public void The_same_seed_writes_the_same_bytes_and_another_seed_others()
    {
        var folder = Directory.CreateTempSubdirectory("lucarne-phantom").FullName;
        var once = Path.Combine(folder, "once");
        var files = KidneyPhantom.WriteDataset(once, 2, 2, 7);
        KidneyPhantom.WriteDataset(Path.Combine(folder, "again"), 2, 2, 7);
        KidneyPhantom.WriteDataset(Path.Combine(folder, "other"), 2, 2, 8);
        Assert.Equal(16, files.Count);
        Assert.Equal("normal/P001-01.png", files[0]);
        Assert.Equal("stone/P008-02.png", files[^1]);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(Path.Combine(once, file));
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(folder, "again", file)));
            Assert.NotEqual(bytes, File.ReadAllBytes(Path.Combine(folder, "other", file)));
        }
        var groups = File.ReadAllLines(Path.Combine(once, "groups.csv"));
        Assert.Equal("file,group", groups[0]);
        Assert.Equal("tumor/P005-01.png,P005", groups[9]);
        Assert.Equal(17, groups.Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_generator_gives_the_published_numbers()
    {
        // SplitMix64 from seed 1234567, as in the test vectors that accompany its C source (Vigna, prng.di.unimi.it).
        var numbers = new SeededNumbers(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL], [numbers.Next(), numbers.Next(), numbers.Next(), numbers.Next()]);
    }

    [Fact]
    public void Slices_of_one_patient_are_near_copies_and_those_of_two_are_not()
    {
        for (ulong patient = 0; patient < 8; patient++)
        {
            Thumbprint first = Thumbprint.Of(KidneyPhantom.Draw(patient, 0, KidneyFinding.Cyst)), next = Thumbprint.Of(KidneyPhantom.Draw(patient, 1, KidneyFinding.Cyst));
            var other = Thumbprint.Of(KidneyPhantom.Draw(patient + 100, 0, KidneyFinding.Cyst));
            Assert.True(first.Correlation(next) > 0.97);
            Assert.True(first.Correlation(next) > first.Correlation(other));
        }
    }

    [Fact]
    public void Mean_brightness_does_not_tell_the_classes_apart()
    {
        var means = Enum.GetValues<KidneyFinding>().Select(finding =>
            Enumerable.Range(0, 24).Select(i => PictureStatistics.Of(KidneyPhantom.Draw((ulong)((i * 4) + (int)finding), 0, finding)).Mean).ToArray()).ToArray();
        var spread = means.SelectMany(m => m.Select(v => v - m.Average())).Select(d => d * d).Average();
        foreach (var one in means)
        {
            foreach (var other in means)
                Assert.True(Math.Abs(one.Average() - other.Average()) < 1.2 * Math.Sqrt(spread));
        }
    }

    [Fact]
    public void A_finding_changes_a_part_of_the_picture_and_nothing_far_from_the_kidneys()
    {
        for (ulong patient = 0; patient < 6; patient++)
        {
            var normal = KidneyPhantom.Draw(patient, 0, KidneyFinding.Normal);
            foreach (var finding in (KidneyFinding[])[KidneyFinding.Cyst, KidneyFinding.Tumor, KidneyFinding.Stone])
            {
                var found = KidneyPhantom.Draw(patient, 0, finding);
                var changed = Enumerable.Range(0, 256 * 256).Count(i => normal.Samples8[i] != found.Samples8[i]);
                Assert.InRange(changed, 8, 256 * 256 / 15);
                Assert.True(normal.Crop(new PixelBox(0, 0, 256, 60)).HasSamePixels(found.Crop(new PixelBox(0, 0, 256, 60))));
            }
        }
    }
}
