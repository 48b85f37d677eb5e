using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Lucarne.Clinic.Storage;

/// <summary>Which database a clinic is kept in.</summary>
public enum DatabaseKind
{
    /// <summary>One file, for one machine.</summary>
    Sqlite,

    /// <summary>A server, for several.</summary>
    PostgreSql,
}

/// <summary>What SQLite and PostgreSQL say differently. Everything else is SQL that both understand.</summary>
internal sealed class Dialect
{
    private const long OrderLock = 0x4C75_6361_726E_6501;
    private const long AuditLock = 0x4C75_6361_726E_6502;

    private Dialect(DatabaseKind kind) => Kind = kind;

    public static Dialect Sqlite { get; } = new(DatabaseKind.Sqlite);

    public static Dialect PostgreSql { get; } = new(DatabaseKind.PostgreSql);

    public DatabaseKind Kind { get; }

    /// <summary>A number that the database gives.</summary>
    public string Identity => Kind == DatabaseKind.Sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

    /// <summary>Ends a selection of rows that are to be changed: others pass them by. SQLite has one writer at a time and needs none.</summary>
    public string SkipLocked => Kind == DatabaseKind.Sqlite ? "" : "FOR UPDATE SKIP LOCKED";

    /// <summary>Ends a selection of a row that is to be changed: others wait.</summary>
    public string ForUpdate => Kind == DatabaseKind.Sqlite ? "" : "FOR UPDATE";

    /// <summary>How a migration's file for this database alone ends.</summary>
    public string Suffix => Kind == DatabaseKind.Sqlite ? ".sqlite.sql" : ".postgresql.sql";

    /// <summary>Makes rare transactions that count rows (migrations, the last administrator, the default model) follow each other. In SQLite all do.</summary>
    public string? LockOrder => Kind == DatabaseKind.Sqlite ? null : $"SELECT pg_advisory_xact_lock({OrderLock})";

    /// <summary>Makes entries of the audit trail follow each other, likewise.</summary>
    public string? LockAudit => Kind == DatabaseKind.Sqlite ? null : $"SELECT pg_advisory_xact_lock({AuditLock})";

    /// <summary>Whether a transaction that failed before its end was sent may be tried again: nothing of it is kept, and the next may pass.</summary>
    public static bool MayPass(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        NpgsqlException postgres => postgres.IsTransient,
        _ => false,
    };

    /// <summary>Whether a row was refused because another has the same key.</summary>
    public static bool IsDuplicate(DbException error) => error switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY.
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555,
        _ => false,
    };
}
