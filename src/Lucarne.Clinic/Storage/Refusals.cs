using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Lucarne.Clinic.Storage;

/// <summary>What a database refuses, as a sentence without any patient's data in it.</summary>
internal static class Refusals
{
    // Primary result codes of SQLite (https://www.sqlite.org/rescode.html).
    private const int Busy = 5, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    public static Exception Of(DbException error) => error switch
    {
        SqliteException sqlite => Sentence(sqlite) is { } sentence ? new UnavailableException(sentence, error, sqlite.SqliteErrorCode == Full) : error,
        PostgresException postgres => Sentence(postgres) is { } sentence ? new UnavailableException(sentence, error, postgres.SqlState == PostgresErrorCodes.DiskFull) : error,
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } => new UnavailableException("the PostgreSQL server does not answer; check that it runs and that the connection names it rightly, then try again.", error),
        _ => error,
    };

    private static string? Sentence(SqliteException error) => error.SqliteErrorCode switch
    {
        Busy => "the database is being written by another process and did not become free in time; try again.",
        ReadOnly => "the database's file may not be written; check its permissions and those of its folder.",
        InputOutput => "the disk does not read or write the database's file; check the disk, then try again.",
        Corrupt => "the database's file is damaged; stop Lucarne and restore the last backup with `lucarne restore`.",
        Full => "there is no space left on the database's disk; nothing was written. Free some space and try again.",
        CannotOpen => "the database's file cannot be opened; check that its folder is there and may be written.",
        NotADatabase => "the file named as the database is no SQLite database; name another, or one that is not there yet.",
        _ => null,
    };

    private static string? Sentence(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.DiskFull => "there is no space left on the PostgreSQL server's disk; nothing was written. Free some space and try again.",
        PostgresErrorCodes.InvalidCatalogName => "the PostgreSQL server has no database of that name; create it, then start again.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "the PostgreSQL server does not accept that user or password; check the connection.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => "the PostgreSQL server is stopping or starting; try again in a moment.",
        _ => null,
    };
}
