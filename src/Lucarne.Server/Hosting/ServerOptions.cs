using System.Net;
using System.Reflection;

using Lucarne.Server.Working;

namespace Lucarne.Server;

/// <summary>Which parts of the work a process does.</summary>
internal enum ServerRole
{
    /// <summary>Pages, API and work in one process.</summary>
    All,

    /// <summary>Pages and API.</summary>
    Web,

    /// <summary>Work only: no address is opened.</summary>
    Worker,
}

/// <summary>Where the server listens, what it keeps and what it refuses.</summary>
internal sealed record ServerOptions
{
    /// <summary>What Lucarne keeps: runs, database, files.</summary>
    public required string Home { get; init; }

    /// <summary>Addresses, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://localhost:5080";

    /// <summary>A connection string; null: a SQLite file in the home.</summary>
    public string? Database { get; init; }

    /// <summary>The folder below a demonstration's pictures that holds its scans, a zip each.</summary>
    public const string DemoScans = "scans";

    /// <summary>Drawn pictures, and scans, with which a demonstration is filled; null for a real clinic.</summary>
    public string? DemoPictures { get; init; }

    /// <summary>The folder whose folders may be looked into and trained on; null: the home's own.</summary>
    public string? Data { get; init; }

    /// <summary>The folder of recipes.</summary>
    public string Recipes { get; init; } = Path.Combine(Environment.GetEnvironmentVariable("LUCARNE_ROOT") ?? Environment.CurrentDirectory, "recipes");

    /// <summary>What this process does.</summary>
    public ServerRole Role { get; init; } = ServerRole.All;

    /// <summary>The assembly that is started as the reading process.</summary>
    public string Program { get; init; } = Assembly.GetExecutingAssembly().Location;

    /// <summary>Pictures that may wait for the network.</summary>
    public int LongestQueue { get; init; } = 256;

    /// <summary>Bytes of the largest picture that is taken.</summary>
    public long LargestPicture { get; init; } = 64L << 20;

    /// <summary>Bytes of the largest scan that is taken.</summary>
    public long LargestUpload { get; init; } = 2L << 30;

    /// <summary>Requests a minute that one caller from elsewhere may make on average; half as many at once.</summary>
    public int RequestsPerMinute { get; init; } = 1200;

    /// <summary>Passwords a minute that may be tried from one address.</summary>
    public int SignInsPerMinute { get; init; } = 20;

    /// <summary>Proxies in front of the server, whose word on the client's address and on HTTPS is believed.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Whether the log is one JSON document a line, for programs, instead of lines for people.</summary>
    public bool LogsJson { get; init; }

    /// <summary>Folders in which runs are looked for, each run a folder in it.</summary>
    public IReadOnlyList<string> RunFolders => DemoPictures is null ? [Path.Combine(Home, "runs"), Path.Combine(Home, "demo")] : [Path.Combine(Home, "demo")];

    /// <summary>Where keys, database and files lie.</summary>
    public string Kept => Path.Combine(Home, DemoPictures is null ? "server" : Path.Combine("demo", "server"));

    /// <summary>The root of the folders that may be looked into and trained on.</summary>
    public string DataRoot => Data ?? Path.Combine(Home, DemoPictures is null ? "data" : Path.Combine("demo", "data"));

    /// <summary>Where trainings grow that were started on a page, until somebody keeps or discards them.</summary>
    public string Trials => Path.Combine(Kept, "trials");

    /// <summary>Which database is opened.</summary>
    public string Connection => Database ?? Path.Combine(Kept, "clinic.db");

    /// <summary>The folder of files beside the database.</summary>
    public string Files => Path.Combine(Kept, "files");

    /// <summary>Reads the command line of the server's program.</summary>
    /// <exception cref="ArgumentException">An option is unknown or has no value; the message says which.</exception>
    public static ServerOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ServerOptions { Home = DefaultHome, Database = Environment.GetEnvironmentVariable(WorkerProcess.DatabaseVariable) is { Length: > 0 } named ? named : null };
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} needs a value");
            options = arguments[i] switch
            {
                "--urls" => options with { Urls = Checked(value) },
                "--database" => options with { Database = value },
                "--role" => options with { Role = Enum.TryParse<ServerRole>(value, ignoreCase: true, out var role) && Enum.IsDefined(role) ? role : throw new ArgumentException($"--role is '{value}'; expected all, web or worker") },
                "--proxy" => options with { Proxies = Server.Proxies.Parse(value) },
                "--log" => options with { LogsJson = value switch { "json" => true, "text" => false, _ => throw new ArgumentException($"--log is '{value}'; expected text or json") } },
                "--data" => options with { Data = Path.GetFullPath(value) },
                "--demo" => options with { DemoPictures = value },
                var other => throw new ArgumentException($"there is no option {other} of serve"),
            };
        }

        return options;
    }

    private static string Checked(string urls)
    {
        var addresses = Addresses(urls);
        if (addresses.Length == 0) throw new ArgumentException("--urls names no address; expected one such as http://localhost:5080");
        foreach (var address in addresses)
        {
            try
            {
                BindingAddress.Parse(address);
            }
            catch (FormatException)
            {
                throw new ArgumentException($"--urls names '{address}', which is no address to listen at; expected one such as http://localhost:5080");
            }
        }

        return urls;
    }

    private static string[] Addresses(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string DefaultHome => Environment.GetEnvironmentVariable("LUCARNE_HOME") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".lucarne");
}
