using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Lucarne.Networks.Weights;

namespace Lucarne.Networks.Tests;

public sealed class WeightFetcherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-fetch-").FullName;
    private readonly byte[] _content = new byte[200_000];
    private readonly HttpListener _publisher = new();
    private readonly HttpClient _client = new();
    private readonly string _address;
    private int _requests;

    public WeightFetcherTests()
    {
        new Random(1).NextBytes(_content);
        _address = $"http://127.0.0.1:{FreePort()}/";
        _publisher.Prefixes.Add(_address);
        _publisher.Start();
        _ = ServeAsync();
    }

    private string Hash => Convert.ToHexStringLower(SHA256.HashData(_content));

    public void Dispose()
    {
        _publisher.Close();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Weights_with_the_publishers_hash_are_kept_under_the_name_that_recipes_look_for_and_fetched_once()
    {
        var weights = new PublishedWeights("resnet18", new Uri(_address + "resnet18-abc.pth"), Hash[..8]);
        var fetcher = new WeightFetcher(_client);
        var path = await fetcher.FetchAsync(weights, _folder);
        Assert.Equal(_content, await File.ReadAllBytesAsync(path));
        Assert.Equal(path, PretrainedWeights.Find("resnet18", "imagenet", [_folder]));
        Assert.Equal(path, await fetcher.FetchAsync(weights, _folder));
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task What_has_another_hash_is_thrown_away_and_a_good_file_stays()
    {
        var kept = Path.Combine(_folder, "resnet18_imagenet.pth");
        await File.WriteAllTextAsync(kept, "what was here before");
        var weights = new PublishedWeights("resnet18", new Uri(_address + "resnet18-abc.pth"), "00000000");
        var error = await Assert.ThrowsAsync<NetworkException>(() => new WeightFetcher(_client).FetchAsync(weights, _folder));
        Assert.Contains(Hash, error.Message, StringComparison.Ordinal);
        Assert.Equal([kept], Directory.GetFiles(_folder));
        Assert.Equal("what was here before", await File.ReadAllTextAsync(kept));
    }

    [Fact]
    public async Task A_publisher_that_has_no_such_file_is_named_in_a_sentence()
    {
        var weights = new PublishedWeights("resnet18", new Uri(_address + "missing.pth"), Hash[..8]);
        var error = await Assert.ThrowsAsync<NetworkException>(() => new WeightFetcher(_client).FetchAsync(weights, _folder));
        Assert.Contains("missing.pth", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_catalogue_lists_weights_for_networks_that_exist()
    {
        Assert.All(WeightCatalogue.All, weights => Assert.Contains(weights.Network, NetworkCatalogue.Names));
        Assert.All(WeightCatalogue.All, weights => Assert.EndsWith($"-{weights.Sha256Start}.pth", weights.Address.AbsolutePath, StringComparison.Ordinal));
        Assert.All(WeightCatalogue.All, weights => Assert.Matches("^[0-9a-f]{8}$", weights.Sha256Start));
        Assert.Contains("resnet18_imagenet", Assert.Throws<NetworkException>(() => WeightCatalogue.Find("alexnet")).Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_publisher.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _publisher.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _requests++;
            if (context.Request.Url!.AbsolutePath.Contains("missing", StringComparison.Ordinal)) context.Response.StatusCode = 404;
            else await context.Response.OutputStream.WriteAsync(_content);
            context.Response.Close();
        }
    }
}
