using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Jobs;

/// <summary>Files that end the workers that read them. After three ends nobody reads such a file any more, whatever job asks.</summary>
internal static class Quarantine
{
    /// <summary>So many workers end over a file before it is left alone.</summary>
    public const int MostDeaths = 3;

    /// <summary>Why a file may not be read; null where it may.</summary>
    public static Task<string?> ReasonAsync(Session session, string sha256) =>
        session.FirstAsync<string>("SELECT reason FROM quarantine WHERE file_sha256 = @sha256 AND quarantined_at IS NOT NULL", new { sha256 });

    /// <summary>Forgets the deaths of a file that is not in quarantine.</summary>
    public static Task<int> AcquitAsync(Session session, string sha256) =>
        session.ExecuteAsync("DELETE FROM quarantine WHERE file_sha256 = @sha256 AND quarantined_at IS NULL", new { sha256 });

    /// <summary>Counts a worker's end against the file it was reading; with the last that is allowed, the file and every waiting job of it
    /// are put away.</summary>
    /// <returns>Why the file may not be read any more; null while it may.</returns>
    public static async Task<string?> CountDeathAsync(Session session, string sha256, string how)
    {
        var deaths = await session.FirstAsync<long>(
            """
            INSERT INTO quarantine (file_sha256, deaths) VALUES (@sha256, 1)
            ON CONFLICT (file_sha256) DO UPDATE SET deaths = quarantine.deaths + 1
            RETURNING deaths
            """, new { sha256 }).ConfigureAwait(false);
        if (deaths < MostDeaths) return null;
        var reason = $"the file ended {deaths} workers that read it ({how}) and is in quarantine: it is damaged in a way that the readers do not survive, or made to do harm. Export it anew from where it came.";
        await session.ExecuteAsync("UPDATE quarantine SET reason = @reason, quarantined_at = @Now WHERE file_sha256 = @sha256", new { sha256, reason, session.Now }).ConfigureAwait(false);
        await session.ExecuteAsync(
            "UPDATE jobs SET status = 'Quarantined', failure = @reason, finished_at = @Now WHERE file_sha256 = @sha256 AND status = 'Queued'", new { sha256, reason, session.Now }).ConfigureAwait(false);
        session.Note("lucarne", "file.quarantined", $"file/{sha256}");
        return reason;
    }
}
