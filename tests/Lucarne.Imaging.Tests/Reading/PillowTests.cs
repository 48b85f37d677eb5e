namespace Lucarne.Imaging.Tests.Reading;

/// <summary>Files written and read by Pillow, an implementation that shares no code with this one.</summary>
public sealed class PillowTests : IDisposable
{
    private const string Dump = """
        import sys, numpy as np
        from PIL import Image
        def put(path, picture):
            a = np.asarray(picture)
            if a.dtype == bool: a = a.astype(np.uint8) * 255
            if a.dtype == np.int32: a = a.astype(np.uint16)
            open(path + ".raw", "wb").write(a.tobytes())
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("lucarne-pillow").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableFact]
    public void Grey_is_made_of_colour_exactly_as_pillow_makes_it()
    {
        Pillow.SkipWithout();
        var path = Path.Combine(folder, "colour.png");
        PictureWriter.Write(path, Samples.Noise(300, 200, 3, 8, 11));
        Pillow.Say(Dump + "\nput(sys.argv[1], Image.open(sys.argv[1]).convert('L'))", path);
        var grey = PictureReader.Read(path, new PictureReadOptions { Channels = 1 });
        Assert.Equal(File.ReadAllBytes(path + ".raw"), grey.Samples8.ToArray());
    }

    [Fact]
    public void Grey_of_pure_colours_is_what_pillow_9_4_gives()
    {
        // Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0)), Pillow 9.4.0.
        foreach (var (red, green, blue, luma) in new (byte, byte, byte, int)[] { (255, 0, 0, 76), (0, 255, 0, 150), (0, 0, 255, 29), (255, 255, 255, 255), (10, 200, 77, 129) })
            Assert.Equal(luma, Picture.From8Bit(1, 1, 3, [red, green, blue]).ToGrey()[0, 0]);
    }

    [SkippableFact]
    public void Every_lossless_form_that_pillow_writes_is_read_as_pillow_reads_it()
    {
        Pillow.SkipWithout();
        var names = Pillow.Say(Dump + """

            import os
            folder = sys.argv[1]
            rng = np.random.default_rng(3)
            y, x = np.mgrid[0:37, 0:53]
            base = np.stack([(x * 4) % 256, (y * 6) % 256, (x * y) % 256], -1).astype(np.uint8)
            rgb = Image.fromarray(base)
            grey = rgb.convert("L")
            palette = rgb.quantize(16)
            deep = Image.fromarray((base[..., 0].astype(np.uint16) * 251))
            def save(name, picture, as_mode, **options):
                path = os.path.join(folder, name)
                picture.save(path, **options)
                put(path, Image.open(path) if as_mode is None else Image.open(path).convert(as_mode))
                print(name)
            save("1.png", rgb.convert("1"), "L")
            save("L.png", grey, None)
            save("P.png", palette, "RGB")
            save("P4.png", palette, "RGB", bits=4)
            save("I16.png", deep, None)
            save("1.tif", rgb.convert("1"), "L")
            save("L.tif", grey, None, compression="tiff_lzw")
            save("P.tif", palette, "RGB")
            save("RGB.tif", rgb, None, compression="packbits")
            save("I16.tif", deep, None)
            save("g4.tif", rgb.convert("1"), "L", compression="group4")
            save("1.bmp", rgb.convert("1"), "L")
            save("L.bmp", grey, None)
            save("P.bmp", palette, "RGB")
            save("RGB.bmp", rgb, None)
            save("RGB.webp", rgb, None, lossless=True)
            save("P.gif", palette, "RGB")
            """, folder).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(17, names.Length);
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            var expected = File.ReadAllBytes(path + ".raw");
            int? channels = expected.Length == 37 * 53 * 3 ? 3 : null;
            var picture = PictureReader.Read(path, new PictureReadOptions { Keep16Bit = true, Channels = channels }, out var header);
            Assert.True(picture.Raw.SequenceEqual(expected), name);
            Assert.Equal(name.Split('.')[0] switch { "1" or "g4" => name == "1.bmp" ? PictureMode.Palette : PictureMode.OneBit, "L" or "I16" => name == "L.bmp" ? PictureMode.Palette : PictureMode.L, "RGB" => PictureMode.Rgb, _ => PictureMode.Palette }, header.Mode);
        }
    }

    [SkippableFact]
    public void All_eight_exif_orientations_are_set_upright()
    {
        Pillow.SkipWithout();
        Pillow.Say(Dump + """

            import os
            from PIL import ImageOps
            y, x = np.mgrid[0:20, 0:32]
            grey = Image.fromarray((x * 5 + y * 3).astype(np.uint8))
            for o in range(1, 9):
                exif = Image.Exif(); exif[0x0112] = o
                path = os.path.join(sys.argv[1], f"{o}.jpg")
                grey.save(path, exif=exif, quality=95)
                put(path, ImageOps.exif_transpose(Image.open(path)))
            """, folder);
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var path = Path.Combine(folder, $"{orientation}.jpg");
            var picture = PictureReader.Read(path, null, out var header);
            Assert.Equal((orientation, 32, 20), (header.Orientation, header.Width, header.Height));
            Assert.Equal(orientation < 5 ? (32, 20) : (20, 32), (picture.Width, picture.Height));
            Assert.InRange(Differences.Mean(picture, Picture.From8Bit(picture.Width, picture.Height, 1, File.ReadAllBytes(path + ".raw"))), 0, 0.01);
        }
    }

    [SkippableFact]
    public void Bitmaps_with_runs_are_read_as_pillow_reads_them()
    {
        Pillow.SkipWithout();
        var grey = Samples.Gradient(61, 47);
        var path = Path.Combine(folder, "runs.bmp");
        File.WriteAllBytes(path, BmpFiles.WriteRle8(grey));
        Pillow.Say(Dump + "\nput(sys.argv[1], Image.open(sys.argv[1]).convert('L'))", path);
        Assert.Equal(File.ReadAllBytes(path + ".raw"), grey.Samples8.ToArray());
    }

    [SkippableFact]
    public void Shrinking_agrees_with_pillows_antialiased_filters()
    {
        Pillow.SkipWithout();
        var picture = KidneyPhantom.Draw(5, 0, KidneyFinding.Tumor);
        var path = Path.Combine(folder, "large.png");
        PictureWriter.Write(path, picture);
        foreach (var (kernel, filter) in new[] { (ResizeKernel.Linear, "BILINEAR"), (ResizeKernel.Lanczos, "LANCZOS"), (ResizeKernel.Cubic, "BICUBIC") })
        {
            Pillow.Say(Dump + "\nput(sys.argv[1], Image.open(sys.argv[1]).resize((90, 70), Image." + filter + "))", path);
            var theirs = Picture.From8Bit(90, 70, 1, File.ReadAllBytes(path + ".raw"));
            Assert.InRange(Differences.Mean(picture.Resize(90, 70, kernel), theirs), 0, 1);
        }
    }
}
