using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Lucarne.Server;

/// <summary>
/// What a proxy in front of the server says of a request: the client's address and whether it came over HTTPS. Believed of the addresses and
/// networks that the options name, and of nobody else; without any, the headers mean nothing.
/// </summary>
internal static class Proxies
{
    public static void UseProxies(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.Proxies.Count == 0) return;
        var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in options.Proxies) headers.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(headers);
    }

    /// <summary>Reads addresses and networks, separated by commas.</summary>
    /// <exception cref="ArgumentException">One is neither.</exception>
    public static IReadOnlyList<IPNetwork> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)];

    private static IPNetwork Network(string text) =>
        // "10.0.0" would be read as an address too, by an old custom.
        IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(letter => letter == '.') == 3) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : IPNetwork.TryParse(text, out var network) ? network
        : throw new ArgumentException($"--proxy names '{text}'; expected the address of a proxy such as 10.0.0.2, or a network such as 10.0.0.0/24");
}
