namespace Lucarne.Clinic.Backup;

/// <summary>The tables of a clinic, each after those that it points to.</summary>
internal static class BackupTables
{
    public static readonly IReadOnlyList<string> InOrder =
    [
        "settings", "patients", "studies", "files", "images", "models", "findings", "finding_files", "recommendations", "decisions", "corrections", "correction_files", "tasks", "measurements",
        "users", "api_keys", "jobs", "job_lines", "quarantine", "idempotency", "audit",
    ];

    /// <summary>Those that no backup holds: an upload that is not whole belongs to nobody's record yet, and its sender begins it again; a session's end
    /// is forgotten after a day, and the keys that cookies are read with are in no backup either.</summary>
    public static readonly IReadOnlyList<string> LeftOut = ["uploads", "ended_sessions"];

    /// <summary>Those whose rows the database numbers.</summary>
    public static readonly IReadOnlyList<string> Numbered =
        ["patients", "studies", "images", "models", "findings", "recommendations", "decisions", "corrections", "tasks", "measurements", "users", "api_keys", "jobs"];
}
