using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Lucarne.Server.Tests.Faults;

/// <summary>A disk that fills up under an upload is told of in a sentence; what was acknowledged stays, and when there is room it goes on.</summary>
public sealed class FullDiskTests
{
    private const int Size = 20 << 20;

    [SkippableFact]
    public async Task An_upload_that_does_not_fit_is_refused_and_one_that_does_is_taken()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "mounting a small disk needs root");
        var disk = Directory.CreateTempSubdirectory("lucarne-small-disk-").FullName;
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk), "this machine does not allow mounting");
        try
        {
            await using var server = await BareServer.StartAsync(options => options with { Home = disk });
            var sender = server.Nobody().WithKey((await server.Clinic.ApiKeys.AddAsync("test", ["write"], null, "test")).Secret);
            var large = await BeginAsync(sender, Size);
            var content = new byte[Size];
            "PK\u0003\u0004"u8.CopyTo(content);
            using var full = await AppendAsync(sender, large, content);
            Assert.Equal((HttpStatusCode.InsufficientStorage, "application/problem+json"), (full.StatusCode, full.Content.Headers.ContentType?.MediaType));
            using (var problem = JsonDocument.Parse(await full.Content.ReadAsStringAsync())) Assert.Contains("no space left", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
            // The noise that fills the rest goes, as an administrator would remove it; the database needs room to say so.
            File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(server.Clinic.Files.Folder, "uploads"))));
            var small = await BeginAsync(sender, 1 << 20);
            using var taken = await AppendAsync(sender, small, content[..(1 << 20)]);
            Assert.True(taken.StatusCode == HttpStatusCode.NoContent, await taken.Content.ReadAsStringAsync());
            Assert.Single(await server.Clinic.Jobs.ListAsync());
            Assert.True((await server.Clinic.Files.CheckAsync(readsContent: true)).IsWhole);
            Assert.True((await server.Clinic.Audit.VerifyAsync()).IsWhole);
        }
        finally
        {
            Run("umount", disk);
            Directory.Delete(disk);
        }
    }

    private static async Task<string> BeginAsync(Visitor sender, int length)
    {
        using var response = await sender.BeginAsync(HttpMethod.Post, "/api/v1/uploads", null, ("Upload-Length", $"{length}"));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString;
    }

    private static Task<HttpResponseMessage> AppendAsync(Visitor sender, string address, byte[] piece) => sender.BeginAsync(
        HttpMethod.Patch, address, new ByteArrayContent(piece) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } }, ("Upload-Offset", "0"));

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
