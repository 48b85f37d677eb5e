using System.Security.Cryptography;
using System.Text.Json;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Audit;

/// <summary>Binds each entry to the one before: whoever changes, removes or inserts one must rewrite all that follow.</summary>
internal static class AuditChain
{
    /// <summary>The hash that the first entry follows.</summary>
    public static readonly string Beginning = new('0', 64);

    private const string Insert = """
        INSERT INTO audit (number, at, actor, action, subject, detail, previous_hash, hash)
        VALUES (@Number, @At, @Actor, @Action, @Subject, @Detail, @PreviousHash, @Hash)
        """;

    /// <summary>Writes a transaction's entries. It is called last, so that whoever waits for the trail holds nothing that others wait for.</summary>
    public static async Task AppendAsync(Session session)
    {
        if (session.Dialect.LockAudit is { } wait) await session.ExecuteAsync(wait).ConfigureAwait(false);
        var last = await session.FirstAsync<AuditEntry>("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").ConfigureAwait(false);
        foreach (var note in session.Notes)
        {
            last = Next(last, note, session.Now);
            await session.ExecuteAsync(Insert, last).ConfigureAwait(false);
        }
    }

    /// <summary>The entry that follows another.</summary>
    public static AuditEntry Next(AuditEntry? last, AuditNote note, DateTimeOffset at)
    {
        var entry = new AuditEntry
        {
            Number = (last?.Number ?? 0) + 1,
            At = at,
            Actor = note.Actor,
            Action = note.Action,
            Subject = note.Subject,
            Detail = note.Detail,
            PreviousHash = last?.Hash ?? Beginning,
        };
        return entry with { Hash = HashOf(entry) };
    }

    /// <summary>SHA-256 of an entry's fields as a JSON array in UTF-8, in which no field can run into the next.</summary>
    public static string HashOf(AuditEntry entry)
    {
        string?[] fields = [entry.PreviousHash, $"{entry.Number}", ColumnForms.Write(entry.At), entry.Actor, entry.Action, entry.Subject, entry.Detail];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(fields)));
    }

    /// <summary>What is wrong with an entry that follows another; null where nothing is.</summary>
    public static string? Fault(AuditEntry? last, AuditEntry entry)
    {
        var expected = (last?.Number ?? 0) + 1;
        if (entry.Number != expected) return $"entry {expected} is missing: entry {entry.Number} stands in its place.";
        if (entry.PreviousHash != (last?.Hash ?? Beginning)) return $"entry {entry.Number} does not follow from the one before: that one was changed or replaced.";
        return entry.Hash == HashOf(entry) ? null : $"entry {entry.Number} is not as it was written: one of its fields was changed.";
    }
}
