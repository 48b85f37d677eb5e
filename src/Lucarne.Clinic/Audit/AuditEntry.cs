namespace Lucarne.Clinic.Audit;

/// <summary>Who did what, and when.</summary>
public sealed record AuditEntry
{
    /// <summary>Its place in the trail; the first is 1, and none is left out.</summary>
    public long Number { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who: the sign-in name of a user, <c>key/3</c>, <c>worker/…</c>.</summary>
    public string Actor { get; init; } = "";

    /// <summary>What: <c>study.signed</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Of what: <c>study/17</c>.</summary>
    public string Subject { get; init; } = "";

    /// <summary>A few words more, never a name or a number of a patient; or null.</summary>
    public string? Detail { get; init; }

    /// <summary>The hash of the entry before; 64 zeros for the first.</summary>
    public string PreviousHash { get; init; } = "";

    /// <summary>SHA-256 over all of the above, in hexadecimal.</summary>
    public string Hash { get; init; } = "";
}

/// <summary>What is to be added to the trail at the end of a transaction.</summary>
internal sealed record AuditNote(string Actor, string Action, string Subject, string? Detail);

/// <summary>Whether the trail is whole.</summary>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Head">The hash of the last; whoever keeps it elsewhere can tell later whether the end was cut off. Null for an empty trail.</param>
/// <param name="Fault">What is wrong, in a sentence; null where nothing is.</param>
public sealed record AuditVerdict(long Entries, string? Head, string? Fault)
{
    /// <summary>Whether every entry follows from the one before.</summary>
    public bool IsWhole => Fault is null;
}
