namespace Lucarne.Clinic.Users;

/// <summary>What a user may do; each role is told apart where a page or an endpoint is asked for.</summary>
public enum Role
{
    /// <summary>Looks.</summary>
    Reader,

    /// <summary>Looks and decides.</summary>
    Doctor,

    /// <summary>Trains and compares models.</summary>
    DataScientist,

    /// <summary>Users, keys, storage.</summary>
    Administrator,
}

/// <summary>What is entered of a user.</summary>
public sealed record UserEntry
{
    /// <summary>The name to sign in with, 1 to 64 characters; without regard to case each is there once.</summary>
    public required string SignInName { get; init; }

    /// <summary>The name to show.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What the user may do.</summary>
    public required Role Role { get; init; }

    /// <summary>The hash of the password, never the password; null where none is set yet.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>fr or en; null where the browser decides.</summary>
    public string? Language { get; init; }
}

/// <summary>Somebody who may sign in.</summary>
public sealed record User
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>The name to sign in with.</summary>
    public string SignInName { get; init; } = "";

    /// <summary>The name to show.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>What the user may do.</summary>
    public Role Role { get; init; }

    /// <summary>The hash of the password; null where none is set yet.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Changes with password and role; a session that holds another one is over.</summary>
    public string SecurityStamp { get; init; } = "";

    /// <summary>Whether the user may sign in.</summary>
    public bool IsActive { get; init; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int FailedSignIns { get; init; }

    /// <summary>Until when nobody signs in under this name.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the user signed in last.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>fr or en; null where the browser decides.</summary>
    public string? Language { get; init; }

    /// <summary>When the user was added.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Rises with each change.</summary>
    public long Version { get; init; }
}
