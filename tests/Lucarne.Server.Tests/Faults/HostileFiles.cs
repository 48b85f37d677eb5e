using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Lucarne.Dicom.Phantom;
using Lucarne.Imaging.Tests;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Server.Tests.Faults;

/// <summary>A file that somebody sends, broken by accident or on purpose.</summary>
/// <param name="Case">What is wrong with it.</param>
/// <param name="Name">What its sender calls it.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record HostileFile(string Case, string Name, byte[] Bytes);

/// <summary>Broken, huge and hostile files, the same each time.</summary>
internal static class HostileFiles
{
    private const int Cuts = 6;
    private const int Flips = 6;

    /// <summary>Every picture format cut off and with bits flipped at seeded places, headers that lie, and what is no picture by any name.</summary>
    public static IEnumerable<HostileFile> Pictures()
    {
        foreach (var (name, bytes) in Samples.EveryFormat())
            foreach (var file in Damaged(name, bytes)) yield return file;
        var png = (byte[])Samples.EveryFormat()["grey.png"].Clone();
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        yield return new("a PNG that claims 3.6 thousand million pixels", "bomb.png", png);
        yield return new("no bytes", "empty.png", []);
        yield return new("one byte", "one.png", [0x89]);
        yield return new("a PNG's signature alone", "signature.png", [0x89, .. "PNG\r\n\u001a\n"u8]);
        yield return new("markup in the clothes of a picture", "page.png", "<html><script>alert(1)</script></html>"u8.ToArray());
        yield return new("a drawing with a script", "drawing.png", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray());
        yield return new("a PDF", "letter.png", "%PDF-1.7\n1 0 obj"u8.ToArray());
        yield return new("an ELF program", "photo.jpg", [0x7F, .. "ELF"u8, .. new byte[60]]);
        yield return new("a JPEG's first bytes and noise", "noise.jpg", [0xFF, 0xD8, 0xFF, .. Noise(4096, 3)]);
        yield return new("a WebP of nothing", "empty.webp", [.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. "WEBPVP8 "u8, .. new byte[20]]);
        yield return new("a TIFF whose directory is itself", "loop.tif", [.. "II*\0"u8, 8, 0, 0, 0, 0, 0, 8, 0, 0, 0]);
        yield return new("a picture and a zip in one", "both.png", [.. Samples.EveryFormat()["grey.png"], .. Zip(("a.txt", [1]))]);
    }

    /// <summary>Scans: NIfTI and DICOM, cut off, with bits flipped, and with headers that lie.</summary>
    public static IEnumerable<HostileFile> Scans()
    {
        foreach (var (name, bytes) in new[] { ("volume.nii", Nifti(".nii")), ("volume.nii.gz", Nifti(".nii.gz")), ("slice.dcm", Slice()) })
            foreach (var file in Damaged(name, bytes)) yield return file;
        foreach (var (what, at, value) in new[] { ("no dimension", 40, (short)0), ("sixteen dimensions", 40, (short)16), ("a negative width", 42, (short)-4), ("32767 columns", 42, (short)32767), ("an unknown type of numbers", 70, (short)9999) })
        {
            var nifti = Nifti(".nii");
            BinaryPrimitives.WriteInt16LittleEndian(nifti.AsSpan(at), value);
            yield return new($"NIfTI with {what}", "lie.nii", nifti);
        }

        yield return new("gzip of nothing", "empty.nii.gz", Gzip([]));
        yield return new("gzip of a gigabyte of zeros", "bomb.nii.gz", Gzip([.. Nifti(".nii")[..348], .. new byte[1 << 26]]));
        yield return new("DICOM's mark alone", "mark.dcm", [.. new byte[128], .. "DICM"u8]);
        yield return new("DICOM with an element of four gigabytes", "long.dcm", [.. new byte[128], .. "DICM"u8, 0x02, 0, 0x10, 0, .. "OB"u8, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF]);
        yield return new("DICOM with sequences without end", "deep.dcm", [.. new byte[128], .. "DICM"u8, .. Enumerable.Repeat<byte[]>([0x08, 0, 0x40, 0x11, .. "SQ"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF], 4000).SelectMany(bytes => bytes)]);
    }

    /// <summary>Archives: cut, flipped, swelling, nested, and with names that lead elsewhere.</summary>
    /// <param name="escape">What the names of files outside end with, so that a test can look for them.</param>
    public static IEnumerable<HostileFile> Archives(string escape)
    {
        foreach (var file in Damaged("scan.zip", Zip(("a.png", Samples.EveryFormat()["grey.png"]), ("b/c.dcm", Slice())))) yield return file;
        foreach (var name in new[] { $"../../../../../../../../tmp/{escape}", $"/tmp/{escape}", $@"..\..\..\{escape}", $@"C:\{escape}", $"a/../../{escape}", $"./../{escape}", $"//tmp/{escape}" })
            yield return new($"an archive with a file named {name}", "slip.zip", Zip((name, Samples.EveryFormat()["grey.png"]), (name + ".dcm", Slice())));
        foreach (var (what, name) in new[] { ("a name of a space", " "), ("a name of control characters", "\u0001\u0002\n.png"), ("a name of 60,000 letters", new string('a', 60_000)), ("markup as a name", "<img src=x onerror=alert(1)>.png"), ("a name in every script", "жأ漢\u202Egnp.png") })
            yield return new($"an archive with {what}", "names.zip", Zip((name, Samples.EveryFormat()["grey.png"])));
        yield return new("an archive of nothing", "empty.zip", Zip());
        yield return new("an archive of a text", "text.zip", Zip(("readme.txt", "hello"u8.ToArray())));
        yield return new("an archive with one name twice", "twice.zip", Zip(("a.png", Samples.EveryFormat()["grey.png"]), ("a.png", Samples.EveryFormat()["colour.png"])));
        yield return new("an archive that swells a thousandfold", "bomb.zip", Zip(("zeros.png", new byte[300 << 20])));
        yield return new("an archive of a DICOM file that swells", "bomb.zip", Zip(("zeros.dcm", [.. new byte[128], .. "DICM"u8, .. new byte[64 << 20]])));
        yield return new("an archive of many files", "many.zip", Zip([.. Enumerable.Range(0, 3000).Select(i => ($"{i}.txt", Array.Empty<byte>()))]));
        yield return new("archives within each other", "nested.zip", Enumerable.Range(0, 12).Aggregate(Slice(), (inner, depth) => Zip(($"{depth}.zip", inner))));
        yield return new("an archive with a link to the passwords", "link.zip", Linked("/etc/passwd"));
        yield return new("an archive with a length that lies", "lie.zip", Lying());
        yield return new("an archive's first bytes alone", "head.zip", [.. "PK\u0003\u0004"u8, .. Noise(400, 9)]);
    }

    /// <summary>File names and record numbers that are no names.</summary>
    public static IEnumerable<(string Name, string Record)> Names() =>
        from text in new[]
        {
            "../../etc/passwd", @"..\..\windows\win.ini", "/etc/passwd", @"C:\autoexec.bat", ".", "..", "...", " ", "\u202Egnp.exe", "a\u0001b.png", new string('x', 5000) + ".png", "<script>alert('name')</script>.png",
            "\"><img src=x onerror=alert('name')>.png", "' OR 1=1 --.png", "${jndi:ldap://x/a}.png", "{{7*7}}.png", "%2e%2e%2f.png", "nul", "a;rm -rf b.png", "=cmd|' /C calc'!A0.png",
        }
        select (text, $"H-{text[..Math.Min(text.Length, 40)]}");

    private static IEnumerable<HostileFile> Damaged(string name, byte[] bytes)
    {
        var random = new Random(bytes.Length);
        for (var i = 0; i < Cuts; i++)
        {
            var at = random.Next(1, bytes.Length);
            yield return new($"{name} cut at {at}", name, bytes[..at]);
        }

        for (var i = 0; i < Flips; i++)
        {
            var copy = (byte[])bytes.Clone();
            // Half of the damage is done where lengths and counts stand.
            for (var flip = 0; flip < 4; flip++) copy[random.Next(i % 2 == 0 ? Math.Min(copy.Length, 512) : copy.Length)] ^= (byte)(1 << random.Next(8));
            yield return new($"{name} with flipped bits, {i}", name, copy);
        }
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A symbolic link, as zip on Unix keeps it: its target as content, and its kind in the upper half of the external attributes.</summary>
    private static byte[] Linked(string target)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("scan.dcm");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write(Encoding.UTF8.GetBytes(target));
        }

        return bytes.ToArray();
    }

    /// <summary>The uncompressed length in the central directory, at 24 bytes into its entry, says 3 instead of what it is.</summary>
    private static byte[] Lying()
    {
        var zip = Zip(("a.png", Samples.EveryFormat()["grey.png"]));
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24), 3);
        return zip;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Nifti(string ending)
    {
        var path = Path.Combine(Path.GetTempPath(), $"lucarne-{Guid.NewGuid():N}{ending}");
        NiftiFile.Write(path, new Volume<float>(new VolumeGeometry(8, 6, 4, Vector3d.Zero, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1))));
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    /// <summary>A sound slice of the patient PHANTOM-001.</summary>
    public static byte[] Slice(ulong seed = 3)
    {
        var drawn = Directory.CreateTempSubdirectory("lucarne-slice-");
        ThoraxCohort.Write(drawn.FullName, new ThoraxCohortOptions(1, seed) { Side = 64, SliceSpacingMm = 10 });
        var bytes = File.ReadAllBytes(Directory.GetFiles(drawn.FullName, "*.dcm", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("RS", StringComparison.Ordinal)).Order(StringComparer.Ordinal).First());
        drawn.Delete(recursive: true);
        return bytes;
    }
}
