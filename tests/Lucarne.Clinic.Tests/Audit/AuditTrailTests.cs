using System.Data.Common;
using Lucarne.Clinic.Audit;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Tests.Audit;

/// <summary>The trail tells when it was touched.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class AuditTrailTests(Databases databases)
{
    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Every_change_is_in_the_trail_with_it(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await clinic.ImageAsync(await clinic.StudyAsync());
        var entries = await clinic.Database.Audit.ListAsync();
        Assert.Equal(["image.added", "study.added", "patient.added"], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.DoesNotContain("Müller", $"{entry.Subject}{entry.Detail}", StringComparison.Ordinal));
        Assert.Equal(new AuditVerdict(3, entries[0].Hash, null), await clinic.Database.Audit.VerifyAsync());
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Many_writers_at_once_make_one_chain(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++) await clinic.Database.Audit.AppendAsync($"w{writer}", "study.opened", $"study/{i}");
        })));
        var verdict = await clinic.Database.Audit.VerifyAsync();
        Assert.Equal((80, null), (verdict.Entries, verdict.Fault));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task The_database_refuses_to_change_or_remove_an_entry(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await clinic.PatientAsync();
        foreach (var sql in (string[])["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
            await Assert.ThrowsAnyAsync<DbException>(() => clinic.Database.Connections.WriteAsync(session => session.ExecuteAsync(sql), default));
        Assert.True((await clinic.Database.Audit.VerifyAsync()).IsWhole);
    }

    // Whoever may alter the database itself can drop the triggers; the chain then shows what was done.
    [SkippableTheory]
    [InlineData(DatabaseKind.Sqlite, "UPDATE audit SET detail = 'x' WHERE number = 3", "entry 3 is not as it was written")]
    [InlineData(DatabaseKind.Sqlite, "DELETE FROM audit WHERE number = 3", "entry 3 is missing")]
    [InlineData(DatabaseKind.Sqlite, "DELETE FROM audit WHERE number = 3; UPDATE audit SET number = number - 1 WHERE number > 3", "entry 3 does not follow")]
    [InlineData(DatabaseKind.Sqlite, "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE number = 1", "entry 1 is not as it was written")]
    [InlineData(DatabaseKind.Sqlite, "INSERT INTO audit SELECT 0, at, actor, action, subject, detail, previous_hash, hash FROM audit WHERE number = 1", "entry 1 is missing")]
    [InlineData(DatabaseKind.PostgreSql, "UPDATE audit SET actor = 'x' WHERE number = 5", "entry 5 is not as it was written")]
    [InlineData(DatabaseKind.PostgreSql, "DELETE FROM audit WHERE number = 1", "entry 1 is missing")]
    public async Task Whoever_gets_past_that_is_found_out(DatabaseKind kind, string sql, string fault)
    {
        await using var clinic = await databases.CreateAsync(kind);
        for (var i = 0; i < 6; i++) await clinic.Database.Audit.AppendAsync("anna", "study.opened", $"study/{i}");
        await clinic.Database.Connections.WriteAsync(async session =>
        {
            if (kind == DatabaseKind.Sqlite) await session.ExecuteAsync("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted");
            else await session.ExecuteAsync("ALTER TABLE audit DISABLE TRIGGER ALL");
            await session.ExecuteAsync(sql);
        }, default);
        Assert.Contains(fault, (await clinic.Database.Audit.VerifyAsync()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_end_is_found_by_whoever_noted_the_last_hash()
    {
        await using var clinic = await databases.CreateAsync(DatabaseKind.Sqlite);
        for (var i = 0; i < 3; i++) await clinic.Database.Audit.AppendAsync("anna", "study.opened", $"study/{i}");
        var head = (await clinic.Database.Audit.VerifyAsync()).Head;
        await clinic.Database.Audit.AppendAsync("anna", "study.opened", "study/9");
        Assert.True((await clinic.Database.Audit.VerifyAsync(head)).IsWhole);
        await clinic.Database.Connections.WriteAsync(session => session.ExecuteAsync("DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE number > 2"), default);
        Assert.True((await clinic.Database.Audit.VerifyAsync()).IsWhole);
        Assert.Contains("cut off", (await clinic.Database.Audit.VerifyAsync(head)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hash_is_the_SHA_256_of_the_fields_as_a_JSON_array()
    {
        var entry = AuditChain.Next(null, new AuditNote("anna", "study.opened", "study/1", null), new DateTimeOffset(2026, 3, 1, 8, 15, 0, TimeSpan.Zero));
        // printf '["%064d","1","2026-03-01T08:15:00.000Z","anna","study.opened","study/1",null]' 0 | sha256sum
        Assert.Equal("30ebc4c52841584f7d6e80a86236254d5e9986e0adc151526fb624ad292dd40b", entry.Hash);
    }
}
