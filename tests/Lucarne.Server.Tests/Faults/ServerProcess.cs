using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lucarne.Clinic;
using Lucarne.Clinic.Users;
using Lucarne.Server.Security;

namespace Lucarne.Server.Tests.Faults;

/// <summary>The server as the process that it is, to be killed and started again at the same place.</summary>
internal sealed class ServerProcess(string home, string? database = null) : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private Process? _process;
    private string? _address;

    public Visitor Nobody() => new(() => _client);

    /// <summary>The clinic that it keeps, as another process opens it.</summary>
    public Task<ClinicDatabase> OpenAsync()
    {
        var options = new ServerOptions { Home = home, Database = database };
        Directory.CreateDirectory(options.Kept);
        return ClinicDatabase.OpenAsync(options.Connection, options.Files, TimeProvider.System);
    }

    public static Task<User> AddDoctorAsync(ClinicDatabase clinic, string name = "doctor") => clinic.Users.AddAsync(
        new UserEntry { SignInName = name, DisplayName = name, Role = Role.Doctor, PasswordHash = new Passwords(clinic, TimeProvider.System).Hash(ServedClinic.Password) }, "test");

    /// <summary>Starts it; where it opens an address, waits until it answers there.</summary>
    public async Task StartAsync(string role)
    {
        var address = _address ??= string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(Reading.ReadingProcess.Host, [typeof(ServerOptions).Assembly.Location, "--urls", address, "--role", role, .. database is null ? Array.Empty<string>() : ["--database", database]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LUCARNE_HOME"] = home;
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (role == "worker") return;
        _client.BaseAddress ??= new Uri(address);
        await AnswersAsync();
    }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => _process is { HasExited: false };

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Asks it to end, as an administrator does (SIGTERM), and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(LongestStart);
        await _process.WaitForExitAsync(limit.Token);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        _client.Dispose();
    }

    private async Task AnswersAsync()
    {
        using var limit = new CancellationTokenSource(LongestStart);
        for (; ; await Task.Delay(100, limit.Token))
        {
            Assert.False(_process!.HasExited, "the server ended before it answered");
            try
            {
                using var answer = await _client.GetAsync("/health/live", limit.Token);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
