namespace Lucarne.Clinic.Uploads;

/// <summary>A large file on its way in, piece by piece.</summary>
public sealed record Upload
{
    /// <summary>128 random bits in hexadecimal: it stands in an address.</summary>
    public string Id { get; init; } = "";

    /// <summary>Who sends it; nobody else sees it.</summary>
    public string Caller { get; init; } = "";

    /// <summary>What was said of the file, as a job's payload.</summary>
    public string PayloadJson { get; init; } = "";

    /// <summary>Bytes of the whole file.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Bytes that are on the disk.</summary>
    public long ReceivedBytes { get; init; }

    /// <summary>SHA-256 of the whole, once it is there.</summary>
    public string? FileSha256 { get; init; }

    /// <summary>The job that takes the file in; null until the whole is there.</summary>
    public long? JobId { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a piece came last.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether every byte is there.</summary>
    public bool IsWhole => ReceivedBytes == SizeBytes;
}

/// <summary>A piece does not begin where the last one ended.</summary>
/// <param name="expected">Where the next piece must begin.</param>
/// <param name="found">Where it said that it begins.</param>
public sealed class UploadOffsetException(long expected, long found)
    : ClinicException($"the piece begins at byte {found}, where {expected} bytes are there; ask where to go on, and send from there.")
{
    /// <summary>Where the next piece must begin.</summary>
    public long Expected { get; } = expected;
}

/// <summary>Another piece of the same upload is being written.</summary>
public sealed class UploadBusyException() : ClinicException("another piece of this upload is being written; send the pieces one after the other.");
