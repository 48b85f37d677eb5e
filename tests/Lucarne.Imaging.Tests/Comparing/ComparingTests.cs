using FsCheck.Fluent;

namespace Lucarne.Imaging.Tests.Comparing;

public sealed class ComparingTests
{
    [Fact]
    public void The_content_hash_is_of_pixels_and_not_of_containers()
    {
        var picture = Samples.Gradient(40, 30);
        var hash = ContentHash.Of(picture);
        foreach (var suffix in (string[])[".png", ".tif", ".tif[compression=lzw]", ".png[interlace]"])
            Assert.Equal(hash, ContentHash.Of(PictureReader.Read(Samples.Encode(picture, suffix), "a")));
        Assert.Equal(hash, ContentHash.Of(PictureReader.Read(Samples.Encode(picture.ToRgb(), ".webp[lossless]"), "a")));
        Assert.Equal(64, hash.Length);
    }

    [Fact]
    public void The_content_hash_changes_with_one_sample_and_with_the_shape()
    {
        var cases = from seed in Gen.Choose(0, int.MaxValue)
                    from at in Gen.Choose(0, 199)
                    select (seed, at);
        Samples.Check(cases, c =>
        {
            var picture = Samples.Noise(20, 10, 1, 8, c.seed);
            var changed = picture.Samples8.ToArray();
            changed[c.at] ^= 1;
            Assert.NotEqual(ContentHash.Of(picture), ContentHash.Of(Picture.From8Bit(20, 10, 1, changed)));
            Assert.NotEqual(ContentHash.Of(picture), ContentHash.Of(Picture.From8Bit(10, 20, 1, picture.Samples8)));
        });
    }

    [Fact]
    public void A_phantom_resized_re_encoded_or_brightened_is_a_copy_and_another_patient_is_none()
    {
        var cases = from patient in Gen.Choose(0, 1000)
                    from quality in Gen.Choose(50, 95)
                    from percent in Gen.Choose(50, 150)
                    from gain in Gen.Choose(90, 112)
                    select (patient, quality, percent, gain);
        Samples.Check(cases, c =>
        {
            var picture = KidneyPhantom.Draw((ulong)c.patient, 0, KidneyFinding.Normal);
            var copy = picture.Resize(256 * c.percent / 100, 256 * c.percent / 100);
            copy = Picture.From8Bit(copy.Width, copy.Height, 1, [.. copy.Samples8.ToArray().Select(v => (byte)Math.Min(255, v * c.gain / 100))]);
            copy = PictureReader.Read(PictureWriter.ToJpeg(copy, c.quality), "copy.jpg");
            Thumbprint mine = Thumbprint.Of(picture), theirs = Thumbprint.Of(copy);
            Assert.True(IsCopy(mine, theirs), $"{mine.Hash.HammingDistance(theirs.Hash)} bits, {mine.Correlation(theirs):F4}");
            Assert.False(IsCopy(mine, Thumbprint.Of(KidneyPhantom.Draw((ulong)c.patient + 5000, 0, KidneyFinding.Normal))));
        }, 20);
    }

    [Fact]
    public void A_mirrored_picture_is_no_copy()
    {
        var picture = KidneyPhantom.Draw(3, 1, KidneyFinding.Tumor);
        var print = Thumbprint.Of(picture);
        byte[] mirrored = [.. Enumerable.Range(0, picture.Height).SelectMany(y => Enumerable.Range(0, picture.Width).Select(x => (byte)picture[y, picture.Width - 1 - x]))];
        Assert.False(IsCopy(print, Thumbprint.Of(Picture.From8Bit(picture.Width, picture.Height, 1, mirrored))));
    }

    [Fact]
    public void Distance_is_symmetric_and_zero_to_itself()
    {
        var cases = from a in Gen.Choose(0, int.MaxValue) from b in Gen.Choose(0, int.MaxValue) select (a, b);
        Samples.Check(cases, c =>
        {
            PerceptualHash one = Thumbprint.Of(Samples.Noise(33, 21, 1, 8, c.a)).Hash, other = Thumbprint.Of(Samples.Noise(33, 21, 1, 8, c.b)).Hash;
            Assert.Equal(one.HammingDistance(other), other.HammingDistance(one));
            Assert.Equal(0, one.HammingDistance(one));
        });
        Assert.Equal(3, new PerceptualHash(0b1011).HammingDistance(default));
    }

    [Fact]
    public void Even_pictures_are_never_taken_for_copies() =>
        Assert.False(IsCopy(Thumbprint.Of(Picture.From8Bit(4, 4, 1, new byte[16])), Thumbprint.Of(Picture.From8Bit(4, 4, 1, Enumerable.Repeat((byte)9, 16).ToArray()))));

    [SkippableFact]
    public void The_duplicates_of_the_real_sets_are_found_and_no_copy_lies_in_two_classes()
    {
        // Duplicate files by SHA-256 of their bytes, counted with sha256sum: 19, 3, 6 and 7.
        foreach (var (set, duplicates) in new[] { ("brain-mri", 19), ("chest-xray", 3), ("kidney-ct", 6), ("modality", 7) })
        {
            var files = SharedData.Files(set);
            var prints = files.AsParallel().AsOrdered().Select(file =>
            {
                var picture = PictureReader.Read(file);
                return (Class: Path.GetDirectoryName(file), Content: ContentHash.Of(picture), Print: Thumbprint.Of(picture));
            }).ToArray();
            Assert.Equal(duplicates, files.Length - prints.Select(p => p.Content).Distinct().Count());
            for (var i = 0; i < prints.Length; i++)
            {
                for (var j = 0; j < i; j++)
                    Assert.False(prints[i].Class != prints[j].Class && IsCopy(prints[i].Print, prints[j].Print), $"{files[i]} and {files[j]}");
            }
        }
    }

    [SkippableFact]
    public void Copies_of_real_radiographs_are_found_and_radiographs_of_others_are_not_taken_for_copies()
    {
        var prints = SharedData.Files("chest-xray").Where((_, i) => i % 5 == 0).Select(file =>
        {
            var picture = PictureReader.Read(file);
            var copy = PictureReader.Read(PictureWriter.ToJpeg(picture.Resize((picture.Width / 2) + 1, (picture.Height / 2) + 1), 40), "copy.jpg");
            return (Print: Thumbprint.Of(picture), Copy: Thumbprint.Of(copy));
        }).ToArray();
        var found = prints.Count(p => IsCopy(p.Print, p.Copy));
        var merged = 0;
        for (var i = 0; i < prints.Length; i++)
            merged += prints.Take(i).Count(p => IsCopy(p.Print, prints[i].Copy));
        Assert.Equal(prints.Length, found);
        Assert.Equal(0, merged);
    }

    // As recipes call pictures near duplicates where they do not say otherwise.
    private static bool IsCopy(Thumbprint one, Thumbprint other) => one.IsCopyOf(other, distance: 6, correlation: 0.99);
}
