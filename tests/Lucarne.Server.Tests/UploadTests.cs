using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Lucarne.Clinic.Jobs;

namespace Lucarne.Server.Tests;

/// <summary>Large files piece by piece (tus 1.0).</summary>
[Collection("served clinic")]
public sealed class UploadTests(ServedClinic served)
{
    private static readonly byte[] Content = [.. "PK\u0003\u0004"u8, .. Enumerable.Range(0, 5000).Select(i => (byte)i)];

    [Fact]
    public async Task A_file_in_three_pieces_becomes_one_job_with_the_same_bytes()
    {
        var sender = await KeyedAsync("write", "read");
        var address = await BeginAsync(sender, Content.Length, "filename c2Nhbi56aXA=,record VS0x");
        for (var offset = 0; offset < Content.Length; offset += 2000)
        {
            var piece = Content[offset..Math.Min(Content.Length, offset + 2000)];
            var answer = await AppendAsync(sender, address, offset, piece);
            Assert.Equal((HttpStatusCode.NoContent, offset + piece.Length), (answer.StatusCode, Offset(answer)));
        }

        using var form = JsonDocument.Parse(await (await sender.GetAsync(address)).Content.ReadAsStringAsync());
        var job = await served.Clinic.Jobs.GetAsync(form.RootElement.GetProperty("job_id").GetInt64());
        Assert.Equal(JobKind.Import, job.Kind);
        await using var kept = served.Clinic.Files.OpenRead(job.FileSha256!);
        using var copy = new MemoryStream();
        await kept.CopyToAsync(copy);
        Assert.Equal(Content, copy.ToArray());
        Assert.Contains("scan.zip", job.PayloadJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_piece_that_breaks_off_is_kept_as_far_as_it_came_and_gone_on_with()
    {
        var sender = await KeyedAsync("write", "read");
        var address = await BeginAsync(sender, Content.Length);
        using var giveUp = new CancellationTokenSource();
        var file = Path.Combine(served.Options.Files, "uploads", address.Split('/')[^1] + ".part");
        var broken = new BreakingStream(Content[..3000], giveUp, () => File.Exists(file) && new FileInfo(file).Length > 0);
        sender.Patience = giveUp.Token;

        // Whether the sender still hears that its piece was cut short depends on who notices first.
        HttpStatusCode? heard = null;
        var felt = await Record.ExceptionAsync(async () => heard = (await AppendAsync(sender, address, 0, new StreamContent(broken))).StatusCode);
        Assert.True(felt is not null || heard == HttpStatusCode.BadRequest, $"{heard}");
        sender.Patience = default;
        var there = await UntilAsync(async () => Offset(await sender.SendAsync(HttpMethod.Head, address, null)), offset => offset > 0);
        Assert.InRange(there, 1, 3000);
        var answer = await AppendAsync(sender, address, there, Content[there..]);
        Assert.True(answer.StatusCode == HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
        Assert.Equal(Content.Length, Offset(answer));
        Assert.Contains("/api/v1/jobs/", answer.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_piece_at_the_wrong_place_changes_nothing_and_is_told_the_right_one()
    {
        var sender = await KeyedAsync("write", "read");
        var address = await BeginAsync(sender, Content.Length);
        await AppendAsync(sender, address, 0, Content[..100]);
        var wrong = await AppendAsync(sender, address, 50, Content[50..]);
        Assert.Equal((HttpStatusCode.Conflict, 100), (wrong.StatusCode, Offset(wrong)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AppendAsync(sender, address, 100, new byte[Content.Length])).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await sender.SendAsync(HttpMethod.Delete, address, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await sender.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task Another_sender_sees_nothing_of_an_upload()
    {
        var address = await BeginAsync(await KeyedAsync("write", "read"), Content.Length);
        var other = await KeyedAsync("write", "read");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await AppendAsync(other, address, 0, Content)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync(HttpMethod.Delete, address, null)).StatusCode);
    }

    [Theory]
    [InlineData(null, "", HttpStatusCode.BadRequest)]
    [InlineData("-1", "", HttpStatusCode.BadRequest)]
    [InlineData("0", "", HttpStatusCode.UnprocessableEntity)]
    [InlineData("99999999999999", "", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("10", "filename not-base64!", HttpStatusCode.BadRequest)]
    [InlineData("10", "record VS0x,record VS0x", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_begun_is_a_problem(string? length, string said, HttpStatusCode expected)
    {
        var sender = await KeyedAsync("write");
        var response = await sender.BeginAsync(HttpMethod.Post, "/api/v1/uploads", null, length is null ? [("Upload-Metadata", said)] : [("Upload-Length", length), ("Upload-Metadata", said)]);
        Assert.Equal((expected, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_server_says_what_it_speaks_and_refuses_another_version()
    {
        var sender = await KeyedAsync("write");
        var can = await sender.SendAsync(HttpMethod.Options, "/api/v1/uploads", null);
        Assert.Equal("1.0.0", can.Headers.GetValues("Tus-Version").Single());
        Assert.Equal($"{served.Options.LargestUpload}", can.Headers.GetValues("Tus-Max-Size").Single());
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await sender.BeginAsync(HttpMethod.Post, "/api/v1/uploads", null, ("Upload-Length", "10"), ("Tus-Resumable", "0.2.2"))).StatusCode);
    }

    private async Task<Visitor> KeyedAsync(params string[] scopes)
    {
        var visitor = served.Nobody();
        visitor.Key = (await served.Clinic.ApiKeys.AddAsync("test", scopes, null, "test")).Secret;
        return visitor;
    }

    private static async Task<string> BeginAsync(Visitor sender, int length, string said = "")
    {
        var response = await sender.BeginAsync(HttpMethod.Post, "/api/v1/uploads", null, ("Upload-Length", $"{length}"), ("Upload-Metadata", said), ("Tus-Resumable", "1.0.0"));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    private static Task<HttpResponseMessage> AppendAsync(Visitor sender, string address, int offset, byte[] piece) => AppendAsync(sender, address, offset, new ByteArrayContent(piece));

    private static Task<HttpResponseMessage> AppendAsync(Visitor sender, string address, int offset, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return sender.BeginAsync(HttpMethod.Patch, address, content, ("Upload-Offset", $"{offset}"), ("Tus-Resumable", "1.0.0"));
    }

    private static int Offset(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Upload-Offset", out var values) ? int.Parse(values.Single(), System.Globalization.CultureInfo.InvariantCulture) : -1;

    private static async Task<int> UntilAsync(Func<Task<int>> ask, Func<int, bool> isEnough)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (; ; await Task.Delay(50, limit.Token))
            if (await ask() is var value && isEnough(value)) return value;
    }

    /// <summary>Gives its bytes, and breaks as a connection does once some of them have arrived: what the server never had it cannot keep.</summary>
    private sealed class BreakingStream(byte[] bytes, CancellationTokenSource giveUp, Func<bool> hasArrived) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer.Length > 1000 ? buffer[..1000] : buffer, cancellationToken) is var read and > 0) return read;
            await UntilAsync(() => Task.FromResult(hasArrived() ? 1 : 0), arrived => arrived == 1);
            await giveUp.CancelAsync();
            throw new IOException("the connection broke");
        }
    }
}
