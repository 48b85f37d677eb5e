using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Requests;

/// <summary>An answer that was given to a request.</summary>
/// <param name="StatusCode">HTTP status; null while the first request is still being answered.</param>
/// <param name="ResponseJson">The answer's body.</param>
public sealed record GivenAnswer(int? StatusCode, string? ResponseJson);

/// <summary>
/// Answers by the key that a client chose for its request, so that a request which is sent again, because its answer was lost on the way, is
/// not done again.
/// </summary>
public sealed class IdempotencyStore
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    // One that was never answered was interrupted; after so long it may be tried again.
    private static readonly TimeSpan Unanswered = TimeSpan.FromMinutes(10);

    private readonly Connections _connections;

    internal IdempotencyStore(Connections connections) => _connections = connections;

    /// <summary>Begins a request.</summary>
    /// <param name="caller">Who asks; keys of different callers have nothing to do with each other.</param>
    /// <param name="key">The client's key, 1 to 200 characters.</param>
    /// <param name="requestSha256">Of the request's address and content.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Null where it is new and to be done now; else what was answered, or that it is being done.</returns>
    /// <exception cref="ClinicException">The key belongs to another request.</exception>
    public Task<GivenAnswer?> BeginAsync(string caller, string key, string requestSha256, CancellationToken cancellation = default)
    {
        var checkedKey = FieldRules.Text(key, "the idempotency key", 200);
        return _connections.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                "DELETE FROM idempotency WHERE created_at < @old OR (status_code IS NULL AND created_at < @interrupted)",
                new { old = session.Now - KeptFor, interrupted = session.Now - Unanswered }).ConfigureAwait(false);
            var isNew = await session.ExecuteAsync(
                """
                INSERT INTO idempotency (caller, idempotency_key, request_sha256, created_at) VALUES (@caller, @checkedKey, @requestSha256, @Now)
                ON CONFLICT (caller, idempotency_key) DO NOTHING
                """, new { caller, checkedKey, requestSha256, session.Now }).ConfigureAwait(false) == 1;
            if (isNew) return null;
            var row = (await session.FirstAsync<Row>(
                "SELECT request_sha256, status_code, response_json FROM idempotency WHERE caller = @caller AND idempotency_key = @checkedKey", new { caller, checkedKey }).ConfigureAwait(false))!;
            return row.RequestSha256 == requestSha256
                ? new GivenAnswer(row.StatusCode, row.ResponseJson)
                : throw new ClinicException("the idempotency key was used for another request; take a new one for each request.");
        }, cancellation);
    }

    /// <summary>Keeps the answer of a request that was begun.</summary>
    public Task CompleteAsync(string caller, string key, int statusCode, string responseJson, CancellationToken cancellation = default) =>
        _connections.WriteAsync(session => session.ExecuteAsync(
            "UPDATE idempotency SET status_code = @statusCode, response_json = @responseJson WHERE caller = @caller AND idempotency_key = @key",
            new { caller, key = key.Trim(), statusCode, responseJson }), cancellation);

    /// <summary>Forgets a request that failed, so that it may be tried again under its key.</summary>
    public Task ForgetAsync(string caller, string key, CancellationToken cancellation = default) =>
        _connections.WriteAsync(session => session.ExecuteAsync(
            "DELETE FROM idempotency WHERE caller = @caller AND idempotency_key = @key AND status_code IS NULL", new { caller, key = key.Trim() }), cancellation);

    private sealed record Row
    {
        public string RequestSha256 { get; init; } = "";
        public int? StatusCode { get; init; }
        public string? ResponseJson { get; init; }
    }
}
