namespace Lucarne.Server;

/// <summary>The server's log on its standard output: lines for people, or a JSON document a line for programs. No patient's data is in it.</summary>
internal static class ServerLog
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z' ";

    public static void AddLog(this ILoggingBuilder logging, ServerOptions options)
    {
        logging.ClearProviders();
        if (options.LogsJson) logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, Time.Trim(), false));
        else logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, Time));
        // Antiforgery warns that it forbids to keep a page that this server forbids to keep already, at every page with a form.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error).AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
    }
}
