using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Users;

/// <summary>Whose a session is, and which have ended. A session lives in its cookie; only its end, which a cookie cannot keep, is written here.</summary>
public sealed class SessionStore
{
    // A cookie is renewed for half an hour at most; a day also bears servers whose clocks are apart.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly Connections _connections;

    internal SessionStore(Connections connections) => _connections = connections;

    /// <summary>The user of a session that stands; null where it has ended, the account is closed, or its password or role has changed.</summary>
    /// <param name="id">The session's own name.</param>
    /// <param name="signInName">The user's.</param>
    /// <param name="stamp">The user's security stamp when the session was opened.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<User?> UserAsync(string id, string signInName, string stamp, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.FirstAsync<User>(
            $"""
            SELECT {UserStore.Columns} FROM users
            WHERE sign_in_key = @key AND is_active = 1 AND security_stamp = @stamp AND NOT EXISTS (SELECT 1 FROM ended_sessions WHERE ended_sessions.id = @id)
            """, new { id, key = UserStore.Key(signInName), stamp }), cancellation);

    /// <summary>Ends a session: no copy of its cookie opens anything from now on, on no server of this database.</summary>
    /// <param name="id">The session's own name.</param>
    /// <param name="signInName">The user's.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task EndAsync(string id, string signInName, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            await session.ExecuteAsync("DELETE FROM ended_sessions WHERE ended_at < @before", new { before = session.Now - KeptFor }).ConfigureAwait(false);
            var ended = await session.ExecuteAsync("INSERT INTO ended_sessions (id, ended_at) VALUES (@id, @Now) ON CONFLICT (id) DO NOTHING", new { id, session.Now }).ConfigureAwait(false);
            if (ended == 0 || await session.FirstAsync<long?>("SELECT id FROM users WHERE sign_in_key = @key", new { key = UserStore.Key(signInName) }).ConfigureAwait(false) is not { } user) return;
            session.Note(signInName, "user.signed_out", $"user/{user}");
        }, cancellation);
}
