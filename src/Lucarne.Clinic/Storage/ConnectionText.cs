using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Lucarne.Clinic.Storage;

/// <summary>Reads what a person writes after <c>--database</c>: a file, <c>Data Source=…</c>, <c>Host=…</c> or <c>postgresql://…</c>.</summary>
internal static class ConnectionText
{
    private static readonly string[] PostgresKeys = ["host", "server"];

    /// <exception cref="ClinicException">It is none of these.</exception>
    public static (Dialect Dialect, string ConnectionString) Read(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        try
        {
            if (text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)) return (Dialect.PostgreSql, OfAddress(text));
            if (!text.Contains('=', StringComparison.Ordinal)) return (Dialect.Sqlite, Sqlite(new SqliteConnectionStringBuilder { DataSource = text }));
            var keys = new DbConnectionStringBuilder { ConnectionString = text };
            return PostgresKeys.Any(keys.ContainsKey)
                ? (Dialect.PostgreSql, PostgreSql(new NpgsqlConnectionStringBuilder(text)))
                : (Dialect.Sqlite, Sqlite(new SqliteConnectionStringBuilder(text)));
        }
        catch (Exception error) when (error is ArgumentException or UriFormatException or FormatException)
        {
            // The text is not repeated: it may hold a password.
            throw new ClinicException("the database's connection cannot be read; give the path of an SQLite file, 'Data Source=FILE', 'Host=…;Database=…;Username=…' or postgresql://USER@HOST/DATABASE.", error);
        }
    }

    private static string Sqlite(SqliteConnectionStringBuilder given)
    {
        if (given.DataSource is "" or ":memory:" || given.Mode == SqliteOpenMode.Memory)
            throw new ClinicException("the database was to be kept in memory, where a crash would lose what was acknowledged; name a file, such as lucarne.db.");
        given.DataSource = Path.GetFullPath(given.DataSource);
        given.ForeignKeys = true;
        given.Pooling = true;
        return given.ConnectionString;
    }

    private static string PostgreSql(NpgsqlConnectionStringBuilder given)
    {
        given.ApplicationName ??= "lucarne";
        // Detail texts of the server hold values of rows, which have no place in a log.
        given.IncludeErrorDetail = false;
        return given.ConnectionString;
    }

    private static string OfAddress(string text)
    {
        var address = new Uri(text);
        var user = address.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.IsDefaultPort || address.Port < 0 ? 5432 : address.Port,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
        };
        if (user.Length == 2) builder.Password = Uri.UnescapeDataString(user[1]);
        return PostgreSql(builder);
    }
}
