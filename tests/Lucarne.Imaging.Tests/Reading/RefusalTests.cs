using System.Buffers.Binary;
using FsCheck.Fluent;

namespace Lucarne.Imaging.Tests.Reading;

public sealed class RefusalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lucarne-pictures").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_missing_file_an_empty_file_a_folder_and_a_text_are_refused_by_name()
    {
        var empty = Path.Combine(folder, "empty.png");
        File.WriteAllBytes(empty, []);
        var text = Path.Combine(folder, "letter.jpg");
        File.WriteAllText(text, "BM is how this letter begins, and it is no bitmap.");
        Refused(PictureFault.Missing, Path.Combine(folder, "none.png"));
        Refused(PictureFault.Missing, Path.Combine(folder, "no folder", "none.png"));
        Refused(PictureFault.Empty, empty);
        Refused(PictureFault.NotAPicture, text);
        Refused(PictureFault.NotAPicture, folder);
    }

    [Fact]
    public void Formats_that_only_untrusted_loaders_know_are_refused()
    {
        foreach (var content in (string[])["<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>", "P2 2 2 255 0 1 2 3", "%PDF-1.4", "#?RADIANCE\n", "SIMPLE  =  T"])
        {
            var fault = Assert.Throws<PictureException>(() => PictureReader.Read(System.Text.Encoding.ASCII.GetBytes(content), "drawing.png")).Fault;
            Assert.Equal(PictureFault.NotAPicture, fault);
        }
    }

    [Fact]
    public void A_bomb_is_refused_at_its_header_in_every_format()
    {
        // 60,000 × 60,000 = 3.6 thousand million pixels, claimed in the header of a small file.
        var files = Samples.EveryFormat();
        var png = (byte[])files["grey.png"].Clone();
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        var bmp = (byte[])files["plain.bmp"].Clone();
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 60_000);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), 60_000);
        var jpeg = (byte[])files["grey.jpg"].Clone();
        var frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 60_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 60_000);
        foreach (var bytes in (byte[][])[png, bmp, jpeg])
        {
            var refused = Assert.Throws<PictureException>(() => PictureReader.Read(bytes, "bomb"));
            Assert.Equal(PictureFault.TooLarge, refused.Fault);
            Assert.Contains("60000", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Limits_hold_for_every_format_and_for_the_file_itself()
    {
        foreach (var (name, bytes) in Samples.EveryFormat())
        {
            // 61 × 47 = 2,867 pixels.
            Assert.Equal(PictureFault.TooLarge, Assert.Throws<PictureException>(() => PictureReader.ReadHeader(bytes, name, new PictureLimits(2866))).Fault);
            Assert.Equal(61, PictureReader.ReadHeader(bytes, name, new PictureLimits(2867)).Width);
            Assert.Equal(PictureFault.TooLarge, Assert.Throws<PictureException>(() => PictureReader.ReadHeader(bytes, name, new PictureLimits(2867, bytes.Length - 1))).Fault);
        }
    }

    [Fact]
    public void A_picture_without_columns_or_rows_is_refused()
    {
        var files = Samples.EveryFormat();
        var png = (byte[])files["grey.png"].Clone();
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 0);
        var bmp = (byte[])files["plain.bmp"].Clone();
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), 0);
        var gif = (byte[])files["colour.gif"].Clone();
        BinaryPrimitives.WriteInt16LittleEndian(gif.AsSpan(6), 0);
        foreach (var bytes in (byte[][])[png, bmp, gif])
            Assert.Equal(PictureFault.ZeroSize, Assert.Throws<PictureException>(() => PictureReader.Read(bytes, "nothing")).Fault);
    }

    [Fact]
    public void A_file_cut_in_half_is_truncated_in_every_format()
    {
        foreach (var (name, bytes) in Samples.EveryFormat())
        {
            var refused = Assert.Throws<PictureException>(() => PictureReader.Read(bytes.AsSpan(0, bytes.Length / 2), name));
            Assert.True(refused.Fault == PictureFault.Truncated, $"{name}: {refused.Message}");
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_or_loses_no_pixel()
    {
        var files = Samples.EveryFormat();
        var whole = files.ToDictionary(f => f.Key, f => PictureReader.Read(f.Value, f.Key));
        var cases = from name in Gen.Elements(files.Keys.ToArray())
                    from kept in Gen.Choose(0, files[name].Length - 1)
                    select (name, kept);
        Samples.Check(cases, c =>
        {
            try
            {
                Assert.True(PictureReader.Read(files[c.name].AsSpan(0, c.kept), c.name).HasSamePixels(whole[c.name]), $"{c.name} cut at {c.kept} was filled in");
            }
            catch (PictureException e)
            {
                Assert.Contains(c.name, e.Message, StringComparison.Ordinal);
            }
        }, 500);
    }

    [Fact]
    public void Flipped_bytes_give_a_picture_or_a_refusal_and_nothing_else()
    {
        var files = Samples.EveryFormat();
        var cases = from name in Gen.Elements(files.Keys.ToArray())
                    from seed in Gen.Choose(0, int.MaxValue)
                    from flips in Gen.Choose(1, 6)
                    select (name, seed, flips);
        Samples.Check(cases, c =>
        {
            var bytes = (byte[])files[c.name].Clone();
            var random = new Random(c.seed);
            // Half of the flips fall on the first bytes, where the headers are.
            for (var i = 0; i < c.flips; i++)
                bytes[random.Next(i % 2 == 0 ? bytes.Length : Math.Min(120, bytes.Length))] = (byte)random.Next(256);
            try
            {
                var picture = PictureReader.Read(bytes, c.name, new PictureReadOptions { Limits = new PictureLimits(4_000_000) });
                Assert.Equal(picture.Raw.Length, picture.Width * picture.Height * picture.Channels);
            }
            catch (PictureException e)
            {
                Assert.Contains(c.name, e.Message, StringComparison.Ordinal);
            }
        }, 800);
    }

    [Fact]
    public void A_jpeg_whose_middle_is_lost_is_corrupt_and_not_filled_with_grey()
    {
        var bytes = Samples.Encode(Samples.Noise(200, 200, 1, 8, 3), ".jpg");
        byte[] damaged = [.. bytes.AsSpan(0, bytes.Length / 3), 0xFF, 0xD9];
        Assert.Equal(PictureFault.Corrupt, Assert.Throws<PictureException>(() => PictureReader.Read(damaged, "x.jpg")).Fault);
    }

    [Fact]
    public void Many_threads_read_good_and_bad_files_at_once()
    {
        var files = Samples.EveryFormat();
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var (name, bytes) = files.ElementAt(i % files.Count);
            if (i % 3 == 0)
                Assert.Throws<PictureException>(() => PictureReader.Read(bytes.AsSpan(0, bytes.Length / 2), name));
            else
                Assert.Equal(61, PictureReader.Read(bytes, name).Width);
        });
    }

    private static void Refused(PictureFault fault, string path)
    {
        var refused = Assert.Throws<PictureException>(() => PictureReader.Read(path));
        Assert.Equal(fault, refused.Fault);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(fault, Assert.Throws<PictureException>(() => PictureReader.ReadHeader(path)).Fault);
    }
}
