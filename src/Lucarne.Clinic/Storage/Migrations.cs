using System.Globalization;
using System.Reflection;

namespace Lucarne.Clinic.Storage;

/// <summary>Brings a database to the form that this version of Lucarne works with, by numbered scripts that are each run once.</summary>
internal static class Migrations
{
    private const string Prefix = "Lucarne.Clinic.Migrations.";
    private const string Ledger = "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)";

    /// <summary>The scripts of a database, by number.</summary>
    public static IReadOnlyList<Migration> Of(Dialect dialect) =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && IsFor(name, dialect))
            .Select(Read)
            .OrderBy(migration => migration.Number),
    ];

    /// <summary>Runs what has not been run yet, all of it or nothing.</summary>
    /// <exception cref="ClinicException">A later version of Lucarne has been here.</exception>
    public static async Task ApplyAsync(Session session)
    {
        if (session.Dialect.LockOrder is { } wait) await session.ExecuteAsync(wait).ConfigureAwait(false);
        await session.ExecuteAsync(Ledger).ConfigureAwait(false);
        var done = (await session.QueryAsync<long>("SELECT number FROM migrations").ConfigureAwait(false)).ToHashSet();
        var known = Of(session.Dialect);
        if (done.Count > 0 && done.Max() > known[^1].Number)
            throw new ClinicException(string.Create(CultureInfo.InvariantCulture, $"the database has been brought to form {done.Max()} by a later version of Lucarne, and this one knows forms up to {known[^1].Number}; use the later version, or restore a backup made before."));
        foreach (var migration in known.Where(migration => !done.Contains(migration.Number)))
        {
            await session.ExecuteAsync(migration.Sql.Replace("$identity", session.Dialect.Identity, StringComparison.Ordinal)).ConfigureAwait(false);
            await session.ExecuteAsync(
                "INSERT INTO migrations (number, name, applied_at) VALUES (@Number, @Name, @Now)", new { migration.Number, migration.Name, session.Now }).ConfigureAwait(false);
        }
    }

    // A script named ….sqlite.sql or .postgresql.sql is for that database alone.
    private static bool IsFor(string name, Dialect dialect) =>
        name.EndsWith(dialect.Suffix, StringComparison.Ordinal)
        || !(name.EndsWith(Dialect.Sqlite.Suffix, StringComparison.Ordinal) || name.EndsWith(Dialect.PostgreSql.Suffix, StringComparison.Ordinal));

    private static Migration Read(string resource)
    {
        var name = resource[Prefix.Length..];
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return new Migration(int.Parse(name[..4], CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}

/// <summary>One script.</summary>
/// <param name="Number">Its place in the order.</param>
/// <param name="Name">Its file.</param>
/// <param name="Sql">What it runs.</param>
internal sealed record Migration(int Number, string Name, string Sql);
