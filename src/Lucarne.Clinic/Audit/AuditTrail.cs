using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Audit;

/// <summary>
/// Who did what. It is only added to: each entry holds the SHA-256 of the one before, and triggers of the database refuse changes. Other
/// stores write their entries in the transaction of the change itself.
/// </summary>
public sealed class AuditTrail
{
    private const int PageSize = 1000;
    private const string Columns = "number, at, actor, action, subject, detail, previous_hash, hash";

    private readonly Connections _connections;

    internal AuditTrail(Connections connections) => _connections = connections;

    /// <summary>Adds an entry that belongs to no change: somebody signed in, opened a study, was refused.</summary>
    /// <param name="actor">Who: the sign-in name of a user, <c>key/3</c>, <c>worker/…</c>.</param>
    /// <param name="action">What: <c>study.opened</c>.</param>
    /// <param name="subject">Of what: <c>study/17</c>.</param>
    /// <param name="detail">A few words more, never a name or a number of a patient.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task AppendAsync(string actor, string action, string subject, string? detail = null, CancellationToken cancellation = default) =>
        _connections.WriteAsync(session =>
        {
            session.Note(actor, action, subject, detail);
            return Task.CompletedTask;
        }, cancellation);

    /// <summary>Entries, the newest first.</summary>
    /// <param name="subject">Of this subject alone; null for all.</param>
    /// <param name="actor">By this actor alone; null for all.</param>
    /// <param name="before">Only those before this number; null for the newest.</param>
    /// <param name="limit">At most so many, 1000 at most.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(string? subject = null, string? actor = null, long? before = null, int limit = 100, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<AuditEntry>(
            $"""
            SELECT {Columns} FROM audit
            WHERE {(subject is null ? "1 = 1" : "subject = @subject")} AND {(actor is null ? "1 = 1" : "actor = @actor")} AND number < @before
            ORDER BY number DESC LIMIT @limit
            """,
            new { subject, actor, before = before ?? long.MaxValue, limit = Math.Clamp(limit, 1, PageSize) }), cancellation);

    /// <summary>The number of the last entry, 0 where there is none: whoever remembers it can see cheaply whether anything has changed.</summary>
    public Task<long> LastNumberAsync(CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.FirstAsync<long>("SELECT COALESCE(MAX(number), 0) FROM audit"), cancellation);

    /// <summary>Entries that came after one, in their order.</summary>
    /// <param name="number">The number of the one.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<IReadOnlyList<AuditEntry>> AfterAsync(long number, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<AuditEntry>($"SELECT {Columns} FROM audit WHERE number > @number ORDER BY number LIMIT {PageSize}", new { number }), cancellation);

    /// <summary>Reads the whole trail and checks that every entry follows from the one before.</summary>
    /// <param name="notedHead">The hash of the last entry as somebody noted it earlier; it must still be in the trail, else the end was cut off.
    /// Null where nobody did.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<AuditVerdict> VerifyAsync(string? notedHead = null, CancellationToken cancellation = default)
    {
        AuditEntry? last = null;
        var isNoted = notedHead is null;
        for (; ; )
        {
            var page = await AfterAsync(last?.Number ?? long.MinValue, cancellation).ConfigureAwait(false);
            if (page.Count == 0) return new AuditVerdict(last?.Number ?? 0, last?.Hash, isNoted ? null : "the entry with the noted hash is not in the trail: its end was cut off, or it was replaced.");
            foreach (var entry in page)
            {
                if (AuditChain.Fault(last, entry) is { } fault) return new AuditVerdict(last?.Number ?? 0, last?.Hash, fault);
                isNoted = isNoted || string.Equals(entry.Hash, notedHead, StringComparison.OrdinalIgnoreCase);
                last = entry;
            }
        }
    }
}
