using System.Data;
using System.Data.Common;
using Dapper;
using Lucarne.Clinic.Audit;

namespace Lucarne.Clinic.Storage;

/// <summary>One transaction: statements, and the entries of the audit trail that are written with them or not at all.</summary>
internal sealed class Session(DbConnection connection, DbTransaction transaction, Dialect dialect, DateTimeOffset now, CancellationToken cancellation)
{
    private readonly List<AuditNote> _notes = [];

    public Dialect Dialect { get; } = dialect;

    /// <summary>When the transaction began; every row of it carries this time.</summary>
    public DateTimeOffset Now { get; } = now;

    public DbConnection Connection { get; } = connection;

    public DbTransaction Transaction { get; } = transaction;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>What the audit trail will say of this transaction.</summary>
    public IReadOnlyList<AuditNote> Notes => _notes;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null) => (await Connection.QueryAsync<T>(Command(sql, values)).ConfigureAwait(false)).AsList();

    public Task<T?> FirstAsync<T>(string sql, object? values = null) => Connection.QueryFirstOrDefaultAsync<T?>(Command(sql, values));

    public Task<int> ExecuteAsync(string sql, object? values = null) => Connection.ExecuteAsync(Command(sql, values));

    /// <summary>Runs a statement that ends with <c>RETURNING id</c>.</summary>
    public Task<long> InsertAsync(string sql, object values) => Connection.ExecuteScalarAsync<long>(Command(sql, values));

    /// <summary>Changes one row if it still has the version that was read; the statement compares <c>version = @version</c>.</summary>
    /// <exception cref="StaleVersionException">Somebody else changed it.</exception>
    /// <exception cref="MissingException">It is not there.</exception>
    public async Task ChangeAsync(string table, long id, long version, string subject, string sql, object values)
    {
        if (await ExecuteAsync(sql, values).ConfigureAwait(false) == 1) return;
        var found = await FirstAsync<long?>($"SELECT version FROM {table} WHERE id = @id", new { id }).ConfigureAwait(false);
        throw found is { } other ? new StaleVersionException(subject, version, other) : new MissingException(subject);
    }

    /// <summary>Adds to the audit trail, at the end of the transaction.</summary>
    public void Note(string actor, string action, string subject, string? detail = null) => _notes.Add(new AuditNote(actor, action, subject, detail));

    // Said to be text, for Dapper takes a single word for the name of a procedure.
    private CommandDefinition Command(string sql, object? values) => new(sql, values, Transaction, commandType: CommandType.Text, cancellationToken: Cancellation);
}
