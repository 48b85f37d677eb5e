using System.Security.Cryptography;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Tests.Files;

/// <summary>Files are kept by content, once, whole, and as long as something points to them.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class FileStoreTests(Databases databases)
{
    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_file_lies_under_the_SHA_256_of_its_content_once(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var files = clinic.Database.Files;
        var first = await files.PutAsync("abc"u8.ToArray(), "text/plain");
        var again = await files.PutAsync("abc"u8.ToArray(), "text/plain");
        // The published digest of "abc" (FIPS 180-2, appendix B.1).
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", first.Sha256);
        Assert.Equal((first.Sha256, 3L), (again.Sha256, again.SizeBytes));
        using var reader = new StreamReader(files.OpenRead(first.Sha256));
        Assert.Equal("abc", await reader.ReadToEndAsync());
        Assert.Single(Directory.EnumerateFiles(files.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_is_too_long_leaves_nothing_behind()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        using var content = new MemoryStream(new byte[5000]);
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Files.PutAsync(content, "image/png", mostBytes: 4999));
        Assert.Empty(Directory.EnumerateFiles(clinic.Database.Files.Folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("")]
    [InlineData("/////7bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public async Task Nothing_but_a_hash_becomes_a_path(string name)
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        Assert.Throws<ClinicException>(() => clinic.Database.Files.OpenRead(name));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Missing_damaged_and_unnamed_files_are_told_apart(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var files = clinic.Database.Files;
        var stored = new List<string>();
        for (byte i = 0; i < 4; i++) stored.Add((await files.PutAsync(new byte[] { i, i }, "image/png")).Sha256);
        Assert.True((await files.CheckAsync(readsContent: true)).IsWhole);
        File.Delete(files.PathOf(stored[0]));
        await File.WriteAllBytesAsync(files.PathOf(stored[1]), [9]);
        await File.WriteAllBytesAsync(files.PathOf(stored[2]), [9, 9]);
        var stranger = Convert.ToHexStringLower(SHA256.HashData([7]));
        Directory.CreateDirectory(Path.GetDirectoryName(files.PathOf(stranger))!);
        await File.WriteAllBytesAsync(files.PathOf(stranger), [7]);
        var quick = await files.CheckAsync(readsContent: false);
        Assert.Equal([stored[0]], quick.Missing);
        Assert.Equal([stored[1]], quick.Damaged);
        Assert.Equal([stranger], quick.Unnamed);
        Assert.Equal([.. stored[1..3].Order(StringComparer.Ordinal)], (await files.CheckAsync(readsContent: true)).Damaged);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_sweep_removes_what_nothing_points_to_and_only_if_it_is_old(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var files = clinic.Database.Files;
        var image = await clinic.ImageAsync(await clinic.StudyAsync());
        var unused = await files.PutAsync(new byte[] { 50 }, "image/png");
        var renewed = await files.PutAsync(new byte[] { 51 }, "image/png");
        clinic.Clock.Now += TimeSpan.FromDays(2);
        await files.PutAsync(new byte[] { 51 }, "image/png");
        Assert.Equal(1, await files.SweepAsync(clinic.Clock.Now - TimeSpan.FromDays(1)));
        Assert.False(File.Exists(files.PathOf(unused.Sha256)));
        Assert.True(File.Exists(files.PathOf(renewed.Sha256)));
        Assert.True(File.Exists(files.PathOf(image.FileSha256)));
        await Assert.ThrowsAsync<MissingException>(() => files.GetAsync(unused.Sha256));
        Assert.True((await files.CheckAsync(readsContent: true)).IsWhole);
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_sweep_that_a_crash_interrupted_is_undone_or_ended_when_the_clinic_opens_again(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var files = clinic.Database.Files;
        var kept = await files.PutAsync(new byte[] { 60 }, "image/png");
        var gone = new string('a', 64);
        File.Move(files.PathOf(kept.Sha256), Path.Combine(files.Folder, "incoming", kept.Sha256 + ".aside"));
        await File.WriteAllBytesAsync(Path.Combine(files.Folder, "incoming", gone + ".aside"), [1]);
        await using var again = await TestClinic.OpenAsync(clinic.Connection, clinic.Folder);
        Assert.True((await again.Database.Files.CheckAsync(readsContent: true)).IsWhole);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(files.Folder, "incoming")));
    }
}
