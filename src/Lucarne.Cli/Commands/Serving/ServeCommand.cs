using System.CommandLine;
using Lucarne.Cli.Terminal;

namespace Lucarne.Cli.Commands.Serving;

/// <summary><c>lucarne serve</c>: the API and the dashboard.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "where it listens, addresses separated by semicolons", DefaultValueFactory = _ => "http://localhost:5080" };
        var database = new Option<string?>("--database") { Description = "an SQLite file, or a connection to PostgreSQL; a file in LUCARNE_HOME where it is not given" };
        var role = new Option<string>("--role") { Description = "what this process does: all, web or worker", DefaultValueFactory = _ => "all" };
        var proxy = new Option<string?>("--proxy") { Description = "addresses or networks of proxies, separated by commas, whose word on a client's address and on HTTPS is believed" };
        var log = new Option<string>("--log") { Description = "text for people, or json for programs, a document a line", DefaultValueFactory = _ => "text" };
        var data = new Option<string?>("--data") { Description = "the folder whose folders may be looked into and trained on from the dashboard; data in LUCARNE_HOME where it is not given" };
        var command = new Command("serve", "serves the API and the dashboard") { urls, database, role, data, proxy, log };
        command.SetWork((parsed, _) => ServerProgram.Become(
            ["--urls", parsed.GetValue(urls)!, "--role", parsed.GetValue(role)!, "--log", parsed.GetValue(log)!, .. Given("--database", parsed.GetValue(database)), .. Given("--data", parsed.GetValue(data)), .. Given("--proxy", parsed.GetValue(proxy))]));
        return command;
    }

    private static string[] Given(string option, string? value) => value is null ? [] : [option, value];
}
