using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Clinic;

namespace Lucarne.Cli.Commands.Serving;

/// <summary>Which clinic a command works on.</summary>
internal sealed class ClinicArguments
{
    private readonly Option<string?> _database = new("--database") { Description = "an SQLite file, Host=…;Database=… or postgresql://…; by default the one that `lucarne serve` keeps" };
    private readonly Option<string?> _files = new("--files") { Description = "the folder of files beside the database" };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_database);
        command.Options.Add(_files);
    }

    /// <summary>Opens the clinic, and works on it.</summary>
    public int Run(ParseResult parsed, Func<ClinicDatabase, Task<int>> work, CancellationToken cancellation) => RunAsync(parsed, work, cancellation).GetAwaiter().GetResult();

    private async Task<int> RunAsync(ParseResult parsed, Func<ClinicDatabase, Task<int>> work, CancellationToken cancellation)
    {
        var kept = Path.Combine(Home.Kept, "server");
        var connection = parsed.GetValue(_database);
        if (connection is null) Directory.CreateDirectory(kept);
        await using var database = await ClinicDatabase.OpenAsync(connection ?? Path.Combine(kept, "clinic.db"), parsed.GetValue(_files) ?? Path.Combine(kept, "files"), TimeProvider.System, cancellation);
        return await work(database);
    }
}
