using System.Security.Cryptography;
using System.Text;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Users;

/// <summary>Keys of programs. Of a secret only its SHA-256 is kept, which is enough: it has 256 random bits and cannot be guessed.</summary>
public sealed class ApiKeyStore
{
    private const string Columns = "id, name, prefix, scopes, created_by, created_at, expires_at, revoked_at, last_used_at";
    private const string Mark = "luc_";
    private const int PrefixLength = 10;

    private readonly Connections _connections;

    internal ApiKeyStore(Connections connections) => _connections = connections;

    /// <summary>Makes a key.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="scopes">What it may do, each a word without spaces.</param>
    /// <param name="expiresAt">Until when it holds; null for no end.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<NewApiKey> AddAsync(string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        if (scopes.Count == 0 || scopes.Any(scope => string.IsNullOrWhiteSpace(scope) || scope.Any(char.IsWhiteSpace)))
            throw new ClinicException("the key's scopes are empty or hold spaces; give one word or more for what the key may do.");
        var secret = Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return _connections.WriteAsync(async session =>
        {
            var id = await session.InsertAsync(
                """
                INSERT INTO api_keys (name, prefix, secret_sha256, scopes, created_by, created_at, expires_at)
                VALUES (@name, @prefix, @hash, @scopes, @actor, @Now, @expiresAt)
                RETURNING id
                """,
                new { name = FieldRules.Text(name, "the key's name", 100), prefix = secret[..PrefixLength], hash = HashOf(secret), scopes = string.Join(' ', scopes), actor, session.Now, expiresAt })
                .ConfigureAwait(false);
            session.Note(actor, "key.added", $"key/{id}", string.Join(' ', scopes));
            return new NewApiKey((await session.FirstAsync<ApiKey>($"SELECT {Columns} FROM api_keys WHERE id = @id", new { id }).ConfigureAwait(false))!, secret);
        }, cancellation);
    }

    /// <summary>The key of a secret; null where there is none, or it was taken back, or its time is over.</summary>
    public async Task<ApiKey?> FindAsync(string secret, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var now = _connections.Now;
        var key = await _connections.ReadAsync(session => session.FirstAsync<ApiKey>(
            $"SELECT {Columns} FROM api_keys WHERE secret_sha256 = @hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)", new { hash = HashOf(secret), now }), cancellation).ConfigureAwait(false);
        // To the hour: a write for every request would make the database wait for nothing.
        if (key is not null && (key.LastUsedAt is null || now - key.LastUsedAt > TimeSpan.FromHours(1)))
            await _connections.WriteAsync(session => session.ExecuteAsync("UPDATE api_keys SET last_used_at = @now WHERE id = @Id", new { key.Id, now }), cancellation).ConfigureAwait(false);
        return key;
    }

    /// <summary>Whether a key that was shown is still good.</summary>
    public Task<bool> StandsAsync(long id, CancellationToken cancellation = default)
    {
        var now = _connections.Now;
        return _connections.ReadAsync(async session => await session.FirstAsync<long?>(
            "SELECT id FROM api_keys WHERE id = @id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)", new { id, now }).ConfigureAwait(false) is not null, cancellation);
    }

    /// <summary>All keys, the newest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<ApiKey>($"SELECT {Columns} FROM api_keys ORDER BY id DESC"), cancellation);

    /// <summary>Takes a key back.</summary>
    /// <exception cref="MissingException">There is none, or it was taken back already.</exception>
    public Task RevokeAsync(long id, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            if (await session.ExecuteAsync("UPDATE api_keys SET revoked_at = @Now WHERE id = @id AND revoked_at IS NULL", new { id, session.Now }).ConfigureAwait(false) == 0)
                throw new MissingException($"key/{id}");
            session.Note(actor, "key.revoked", $"key/{id}");
        }, cancellation);

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
