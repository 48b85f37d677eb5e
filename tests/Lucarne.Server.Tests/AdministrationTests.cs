using System.Net;
using Lucarne.Clinic.Users;

namespace Lucarne.Server.Tests;

/// <summary>What an administrator sees of the clinic's files.</summary>
[Collection("served clinic")]
public sealed class AdministrationTests(ServedClinic served)
{
    [Fact]
    public async Task A_file_that_is_gone_from_the_disk_is_told()
    {
        var file = await served.Clinic.Files.PutAsync(new byte[] { 1, 2, 3, 4 }, "application/octet-stream");
        var administrator = await served.SignedInAsync(Role.Administrator);
        async Task<string> StorageAsync()
        {
            var page = WebUtility.HtmlDecode(await (await administrator.GetAsync("/admin")).Content.ReadAsStringAsync());
            var start = page.IndexOf("id=\"storage\"", StringComparison.Ordinal);
            return page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
        }

        var named = (await served.Clinic.Files.CheckAsync(readsContent: false)).Files;
        Assert.Contains($"Each of the {named} files that the database names is there", await StorageAsync(), StringComparison.Ordinal);
        var (path, kept) = (served.Clinic.Files.PathOf(file.Sha256), Path.GetTempFileName());
        File.Move(path, kept, overwrite: true);
        try
        {
            Assert.Contains($"Of {named} files that the database names, 1 are missing and 0 are of another length", await StorageAsync(), StringComparison.Ordinal);
            await File.WriteAllBytesAsync(path, [1, 2, 3]);
            Assert.Contains("0 are missing and 1 are of another length", await StorageAsync(), StringComparison.Ordinal);
        }
        finally
        {
            File.Move(kept, path, overwrite: true);
        }

        Assert.Contains("is there, of its length", await StorageAsync(), StringComparison.Ordinal);
    }
}
