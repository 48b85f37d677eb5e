using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Users;

namespace Lucarne.Clinic.Tests.Users;

/// <summary>Who may sign in, and which programs may ask.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class UserTests(Databases databases)
{
    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Of_those_who_ask_first_at_once_one_becomes_administrator(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => clinic.Database.Users.AddFirstAsync(Entry($"first{i}", Role.Reader)))));
        var first = Assert.Single(made, user => user is not null);
        Assert.Equal(Role.Administrator, first!.Role);
        Assert.Equal(1, await clinic.Database.Users.CountAsync());
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Wrong_passwords_lock_the_name_and_a_right_one_clears_the_count(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var user = await clinic.Database.Users.AddAsync(Entry("Anna", Role.Doctor), "root");
        for (var i = 1; i <= 2; i++) Assert.Equal(i, (await FailAsync()).FailedSignIns);
        Assert.Equal(0, (await clinic.Database.Users.RecordSignInAsync(user.Id, true, 3, TimeSpan.FromMinutes(5))).FailedSignIns);
        for (var i = 1; i <= 2; i++) Assert.Null((await FailAsync()).LockedUntil);
        Assert.Equal(clinic.Clock.Now.AddMinutes(5), (await FailAsync()).LockedUntil);
        Assert.Equal(user.Id, (await clinic.Database.Users.FindAsync("aNNa"))!.Id);

        Task<User> FailAsync() => clinic.Database.Users.RecordSignInAsync(user.Id, false, 3, TimeSpan.FromMinutes(5));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task The_last_administrator_stays_one(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var only = await clinic.Database.Users.AddAsync(Entry("root", Role.Administrator), "root");
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Users.ChangeAsync(only.Id, "Root", Role.Reader, true, null, only.Version, "root"));
        Assert.Equal(only, await clinic.Database.Users.GetAsync(only.Id));
        await Assert.ThrowsAsync<ClinicException>(() => clinic.Database.Users.AddAsync(Entry("ROOT", Role.Reader), "root"));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_new_password_or_role_ends_sessions_and_a_new_name_does_not(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        await clinic.Database.Users.AddAsync(Entry("root", Role.Administrator), "root");
        var user = await clinic.Database.Users.AddAsync(Entry("anna", Role.Reader), "root");
        var renamed = await clinic.Database.Users.ChangeAsync(user.Id, "Anna B.", Role.Reader, true, "fr", user.Version, "root");
        var promoted = await clinic.Database.Users.ChangeAsync(user.Id, "Anna B.", Role.Doctor, true, "fr", renamed.Version, "root");
        var changed = await clinic.Database.Users.SetPasswordAsync(user.Id, "hash2", "anna");
        Assert.Equal(user.SecurityStamp, renamed.SecurityStamp);
        Assert.Equal(3, new[] { renamed, promoted, changed }.Select(state => state.SecurityStamp).Distinct().Count());
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_key_is_found_by_its_secret_until_it_is_taken_back_or_its_time_is_over(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var made = await clinic.Database.ApiKeys.AddAsync("pacs", ["predict", "studies:read"], clinic.Clock.Now.AddDays(1), "root");
        var found = await clinic.Database.ApiKeys.FindAsync(made.Secret);
        Assert.Equal("predict studies:read", found!.Scopes);
        Assert.True(await clinic.Database.ApiKeys.StandsAsync(found.Id));
        Assert.Null(await clinic.Database.ApiKeys.FindAsync(made.Secret + "0"));
        Assert.Equal(0, await clinic.Database.Connections.ReadAsync(session => session.FirstAsync<long>("SELECT COUNT(*) FROM api_keys WHERE secret_sha256 LIKE @part", new { part = $"%{made.Secret[4..]}%" }), default));
        clinic.Clock.Now += TimeSpan.FromDays(2);
        Assert.Null(await clinic.Database.ApiKeys.FindAsync(made.Secret));
        Assert.False(await clinic.Database.ApiKeys.StandsAsync(found.Id));
        var other = await clinic.Database.ApiKeys.AddAsync("x", ["predict"], null, "root");
        await clinic.Database.ApiKeys.RevokeAsync(other.Key.Id, "root");
        Assert.Null(await clinic.Database.ApiKeys.FindAsync(other.Secret));
    }

    private static UserEntry Entry(string name, Role role) => new() { SignInName = name, DisplayName = name, Role = role, PasswordHash = "hash" };
}
