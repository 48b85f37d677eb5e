using System.Data;
using System.Data.Common;
using Lucarne.Clinic.Audit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Lucarne.Clinic.Storage;

/// <summary>Opens connections and runs transactions.</summary>
internal sealed class Connections : IAsyncDisposable
{
    private const int MostTries = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource? _server;
    private readonly TimeProvider _time;

    public Connections(string connection, TimeProvider time)
    {
        (Dialect, ConnectionString) = ConnectionText.Read(connection);
        _time = time;
        if (Dialect.Kind == DatabaseKind.PostgreSql) _server = NpgsqlDataSource.Create(ConnectionString);
    }

    public Dialect Dialect { get; }

    public string ConnectionString { get; }

    /// <summary>Now, as columns keep it.</summary>
    public DateTimeOffset Now => ColumnForms.Truncate(_time.GetUtcNow());

    /// <summary>Reads, all of it as of one moment.</summary>
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation) => RunAsync(work, writes: false, cancellation);

    /// <summary>Writes; what returns is on the disk.</summary>
    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation) => RunAsync(work, writes: true, cancellation);

    /// <summary>Writes; what returns is on the disk.</summary>
    public Task WriteAsync(Func<Session, Task> work, CancellationToken cancellation) =>
        RunAsync(async session =>
        {
            await work(session).ConfigureAwait(false);
            return true;
        }, writes: true, cancellation);

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        if (_server is not null) return await _server.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            // With WAL alone the last transactions could be lost with the power; FULL has each on the disk before it is acknowledged.
            // What is removed, a name in de-identified mode, is overwritten and does not linger in the file's free space.
            using var settings = connection.CreateCommand();
            settings.CommandText = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";
            await settings.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
        else
        {
            using var last = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(last);
        }
    }

    private async Task<T> RunAsync<T>(Func<Session, Task<T>> work, bool writes, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isSent = false;
            try
            {
                return await OnceAsync(work, writes, () => isSent = writes, cancellation).ConfigureAwait(false);
            }
            // A server that was restarted has cut its connections; nothing of the transaction is kept, unless its end had been sent.
            catch (DbException error) when (!isSent && attempt < MostTries && Dialect.MayPass(error))
            {
                await Task.Delay(attempt * Pause, _time, cancellation).ConfigureAwait(false);
            }
            catch (DbException error)
            {
                throw Refusals.Of(error);
            }
        }
    }

    private async Task<T> OnceAsync<T>(Func<Session, Task<T>> work, bool writes, Action ending, CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await BeginAsync(connection, writes, cancellation).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var session = new Session(connection, transaction, Dialect, Now, cancellation);
        var result = await work(session).ConfigureAwait(false);
        if (session.Notes.Count > 0) await AuditChain.AppendAsync(session).ConfigureAwait(false);
        ending();
        // From here on the caller's change of mind comes too late: it would not know what was kept.
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    // In SQLite a writer takes its turn at the beginning: one that reads first and then finds another writing would have to give up.
    private static async ValueTask<DbTransaction> BeginAsync(DbConnection connection, bool writes, CancellationToken cancellation) => connection switch
    {
        SqliteConnection sqlite => sqlite.BeginTransaction(deferred: !writes),
        _ => await connection.BeginTransactionAsync(writes ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false),
    };
}
