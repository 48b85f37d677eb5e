namespace Lucarne.Clinic.Backup;

/// <summary>manifest.json of a backup: what is in it. It is written last, so a folder without it is no whole backup.</summary>
public sealed record BackupManifest
{
    /// <summary>The form of the backup itself.</summary>
    public int Format { get; init; } = 1;

    /// <summary>When the rows were read.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The number of the database's last migration.</summary>
    public required long Migration { get; init; }

    /// <summary>How many rows of each table.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>How many files.</summary>
    public required long Files { get; init; }

    /// <summary>Their length in all.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>The hash of the audit trail's last entry; null where it is empty.</summary>
    public string? AuditHead { get; init; }
}
