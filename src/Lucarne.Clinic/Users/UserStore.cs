using System.Data.Common;
using System.Security.Cryptography;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Users;

/// <summary>Users. Passwords come hashed and are never seen here.</summary>
public sealed class UserStore
{
    internal const string Columns =
        "id, sign_in_name, display_name, role, password_hash, security_stamp, is_active, failed_sign_ins, locked_until, last_sign_in_at, language, created_at, version";

    private readonly Connections _connections;

    internal UserStore(Connections connections) => _connections = connections;

    /// <summary>Adds a user.</summary>
    /// <exception cref="ClinicException">The name is there already, or a field cannot be right.</exception>
    public async Task<User> AddAsync(UserEntry entry, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            return await _connections.WriteAsync(session => AddAsync(session, entry, actor), cancellation).ConfigureAwait(false);
        }
        catch (DbException error) when (Dialect.IsDuplicate(error))
        {
            throw new ClinicException($"there is a user '{entry.SignInName}' already; take another name.", error);
        }
    }

    /// <summary>Adds the first administrator; null where there is a user already, however many ask at once.</summary>
    public async Task<User?> AddFirstAsync(UserEntry entry, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return await _connections.WriteAsync(async session =>
        {
            if (session.Dialect.LockOrder is { } wait) await session.ExecuteAsync(wait).ConfigureAwait(false);
            if (await session.FirstAsync<long>("SELECT COUNT(*) FROM users").ConfigureAwait(false) > 0) return null;
            return await AddAsync(session, entry with { Role = Role.Administrator }, entry.SignInName).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>A user.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<User> GetAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => GetAsync(session, id), cancellation);

    /// <summary>The user with a sign-in name, without regard to case, if there is one.</summary>
    public Task<User?> FindAsync(string signInName, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.FirstAsync<User>($"SELECT {Columns} FROM users WHERE sign_in_key = @key", new { key = Key(signInName) }), cancellation);

    /// <summary>All users, by name.</summary>
    public Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<User>($"SELECT {Columns} FROM users ORDER BY sign_in_key"), cancellation);

    /// <summary>How many users there are.</summary>
    public Task<long> CountAsync(CancellationToken cancellation = default) => _connections.ReadAsync(session => session.FirstAsync<long>("SELECT COUNT(*) FROM users"), cancellation);

    /// <summary>Changes what a user is called, may do, and whether the user may sign in. Running sessions end where role or activity change.</summary>
    /// <exception cref="StaleVersionException">Somebody else changed it.</exception>
    /// <exception cref="ClinicException">No active administrator would be left.</exception>
    public Task<User> ChangeAsync(long id, string displayName, Role role, bool isActive, string? language, long version, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            if (session.Dialect.LockOrder is { } wait) await session.ExecuteAsync(wait).ConfigureAwait(false);
            var before = await GetAsync(session, id).ConfigureAwait(false);
            await session.ChangeAsync("users", id, version, $"user/{id}",
                """
                UPDATE users SET display_name = @name, role = @role, is_active = @isActive, language = @language, security_stamp = @stamp, version = version + 1
                WHERE id = @id AND version = @version
                """,
                new
                {
                    id,
                    version,
                    name = FieldRules.Text(displayName, "the name", 200),
                    role = role.ToString(),
                    isActive = isActive ? 1L : 0L,
                    language,
                    stamp = before.Role == role && before.IsActive == isActive ? before.SecurityStamp : Stamp(),
                }).ConfigureAwait(false);
            if (await session.FirstAsync<long>("SELECT COUNT(*) FROM users WHERE role = 'Administrator' AND is_active = 1").ConfigureAwait(false) == 0)
                throw new ClinicException("no active administrator would be left; make another one first.");
            session.Note(actor, "user.changed", $"user/{id}", $"{role}{(isActive ? "" : ", closed")}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Sets the hash of a password; running sessions end.</summary>
    public Task<User> SetPasswordAsync(long id, string passwordHash, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            var changed = await session.ExecuteAsync(
                "UPDATE users SET password_hash = @passwordHash, security_stamp = @stamp, failed_sign_ins = 0, locked_until = NULL, version = version + 1 WHERE id = @id",
                new { id, passwordHash, stamp = Stamp() }).ConfigureAwait(false);
            if (changed == 0) throw new MissingException($"user/{id}");
            session.Note(actor, "user.password", $"user/{id}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Counts a right or wrong password, and locks the name after too many wrong ones. Sessions that run go on: whoever guesses must not throw a doctor out.</summary>
    /// <param name="id">Which user.</param>
    /// <param name="isRight">Whether the password was right.</param>
    /// <param name="mostFailures">So many wrong ones in a row lock the name.</param>
    /// <param name="lockedFor">For how long.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<User> RecordSignInAsync(long id, bool isRight, int mostFailures, TimeSpan lockedFor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            var sql = isRight
                ? "UPDATE users SET failed_sign_ins = 0, locked_until = NULL, last_sign_in_at = @Now WHERE id = @id"
                : """
                  UPDATE users SET failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= @mostFailures THEN 0 ELSE failed_sign_ins + 1 END,
                      locked_until = CASE WHEN failed_sign_ins + 1 >= @mostFailures THEN @until ELSE locked_until END
                  WHERE id = @id
                  """;
            if (await session.ExecuteAsync(sql, new { id, mostFailures, until = session.Now + lockedFor, session.Now }).ConfigureAwait(false) == 0) throw new MissingException($"user/{id}");
            var user = await GetAsync(session, id).ConfigureAwait(false);
            session.Note(user.SignInName, isRight ? "user.signed_in" : user.LockedUntil > session.Now ? "user.locked" : "user.refused", $"user/{id}");
            return user;
        }, cancellation);

    private static async Task<User> AddAsync(Session session, UserEntry entry, string actor)
    {
        var name = FieldRules.Text(entry.SignInName, "the sign-in name", 64);
        var id = await session.InsertAsync(
            """
            INSERT INTO users (sign_in_name, sign_in_key, display_name, role, password_hash, security_stamp, language, created_at)
            VALUES (@name, @key, @display, @role, @PasswordHash, @stamp, @Language, @Now)
            RETURNING id
            """,
            new { name, key = Key(name), display = FieldRules.Text(entry.DisplayName, "the name", 200), role = entry.Role.ToString(), entry.PasswordHash, stamp = Stamp(), entry.Language, session.Now })
            .ConfigureAwait(false);
        session.Note(actor, "user.added", $"user/{id}", entry.Role.ToString());
        return await GetAsync(session, id).ConfigureAwait(false);
    }

    private static async Task<User> GetAsync(Session session, long id) =>
        await session.FirstAsync<User>($"SELECT {Columns} FROM users WHERE id = @id", new { id }).ConfigureAwait(false) ?? throw new MissingException($"user/{id}");

    internal static string Key(string signInName) => signInName.Trim().Normalize().ToUpperInvariant();

    private static string Stamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
