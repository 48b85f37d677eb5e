namespace Lucarne.Clinic.Users;

/// <summary>A key by which a program asks.</summary>
public sealed record ApiKey
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>What it is for.</summary>
    public string Name { get; init; } = "";

    /// <summary>The beginning of the secret, by which a person tells keys apart.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What it may do, words parted by spaces.</summary>
    public string Scopes { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it holds; null for no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was taken back.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was used last, to the hour.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A key that was just made: the only time its secret is seen.</summary>
/// <param name="Key">What is kept of it.</param>
/// <param name="Secret">What the program sends; it is not kept and cannot be found out again.</param>
public sealed record NewApiKey(ApiKey Key, string Secret);
