using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Lucarne.Clinic.Tests;

/// <summary>A PostgreSQL server of the tests' own, in a temporary folder, from Debian's packages.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Owner = "postgres";

    private readonly string _programs;
    private readonly string _folder;
    private readonly int _port;
    private int _databases;

    private PostgresCluster(string programs, string folder, int port) => (_programs, _folder, _port) = (programs, folder, port);

    /// <exception cref="SkipException">PostgreSQL is not installed.</exception>
    public static async Task<PostgresCluster> StartAsync()
    {
        var programs = Programs() ?? throw new SkipException("PostgreSQL is not installed (Debian's package postgresql)");
        var folder = Directory.CreateTempSubdirectory("lucarne-pg-").FullName;
        var cluster = new PostgresCluster(programs, folder, FreePort());
        // The server refuses to run as root.
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", Owner, folder);
        await cluster.AsOwnerAsync("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", $"--username={Owner}", "-D", cluster.Data);
        await cluster.StartServerAsync();
        return cluster;
    }

    /// <summary>A connection to a new, empty database.</summary>
    public async Task<string> CreateAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"clinic{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(Connection("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return Connection(name);
    }

    /// <summary>Stops the server as an administrator would who does not wait for clients, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await AsOwnerAsync("pg_ctl", "stop", "-D", Data, "-m", "fast", "-w");
        await StartServerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await AsOwnerAsync("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private string Connection(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username={Owner};Database={database}");

    private Task StartServerAsync() =>
        AsOwnerAsync("pg_ctl", "start", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o", string.Create(CultureInfo.InvariantCulture, $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1"));

    private Task AsOwnerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", Owner, "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Output goes nowhere: a server that inherits a pipe would keep it open for ever.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static string? Programs() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order().LastOrDefault()
        : null;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
