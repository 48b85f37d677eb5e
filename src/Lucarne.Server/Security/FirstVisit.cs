using System.Security.Cryptography;
using System.Text;
using Lucarne.Clinic;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Lucarne.Server.Security;

/// <summary>While there is no account: a link, printed when the server starts, with which the administrator's account is made.</summary>
internal sealed partial class FirstVisit(ServerOptions options, ClinicDatabase clinic, IServer server, IHostApplicationLifetime lifetime, ILogger<FirstVisit> log) : BackgroundService
{
    private readonly string _code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The path of the link.</summary>
    public string Path => $"/setup/{_code}";

    /// <summary>Whether a code is the one that was printed. Takes as long for a wrong one.</summary>
    public bool IsRight(string code) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(_code));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;
        if (options.DemoPictures is not null || await clinic.Users.CountAsync(stoppingToken) > 0) return;
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";
        Invite(log, address, Path);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Nobody has an account yet. Make the administrator's account at {Address}{Path} (valid once, until the server ends).")]
    private static partial void Invite(ILogger log, string address, string path);
}
