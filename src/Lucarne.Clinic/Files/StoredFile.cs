namespace Lucarne.Clinic.Files;

/// <summary>A file by its content.</summary>
public sealed record StoredFile
{
    /// <summary>SHA-256 of the content, in hexadecimal: its name.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Its length.</summary>
    public long SizeBytes { get; init; }

    /// <summary>What it was said to be when it came in, such as <c>image/png</c>.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>When it came in.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
