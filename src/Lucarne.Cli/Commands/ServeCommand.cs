using System.CommandLine;
using Lucarne.Cli.Terminal;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne serve</c>: the API and the dashboard.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "where it listens, addresses separated by semicolons", DefaultValueFactory = _ => "http://localhost:5080" };
        var database = new Option<string?>("--database") { Description = "an SQLite file, or a connection to PostgreSQL; a file in LUCARNE_HOME where it is not given" };
        var role = new Option<string>("--role") { Description = "what this process does: all, web or worker", DefaultValueFactory = _ => "all" };
        var command = new Command("serve", "serves the API and the dashboard") { urls, database, role };
        command.SetWork((parsed, _) => ServerProgram.Become(
            ["--urls", parsed.GetValue(urls)!, "--role", parsed.GetValue(role)!, .. parsed.GetValue(database) is { } connection ? new[] { "--database", connection } : []]));
        return command;
    }
}
