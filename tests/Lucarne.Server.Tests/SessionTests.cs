using System.Net;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Users;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Lucarne.Server.Tests;

/// <summary>Signing in, and who must not.</summary>
[Collection("served clinic")]
public sealed class SessionTests(ServedClinic served)
{
    private const string SessionCookie = "lucarne-session";

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_look_the_same()
    {
        await AddAsync("anna");
        var wrong = await served.Nobody().PostAsync("/sign-in", "/sign-in", ("name", "anna"), ("password", "not the password"));
        var unknown = await served.Nobody().PostAsync("/sign-in", "/sign-in", ("name", "nobody-of-this-name"), ("password", "not the password"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Contains("Name or password is wrong", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_no_longer_opens()
    {
        await AddAsync("berta");
        for (var i = 0; i < Passwords.MostFailures; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await served.Nobody().PostAsync("/sign-in", "/sign-in", ("name", "berta"), ("password", $"guess number {i}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await served.Nobody().PostAsync("/sign-in", "/sign-in", ("name", "berta"), ("password", ServedClinic.Password))).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_the_account_is_closed()
    {
        var user = await AddAsync("carla");
        var visitor = served.Nobody();
        await visitor.SignInAsync("carla", ServedClinic.Password);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/worklist")).StatusCode);
        await served.Clinic.Users.ChangeAsync(user.Id, user.DisplayName, user.Role, false, null, (await served.Clinic.Users.GetAsync(user.Id)).Version, "test");
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/worklist")).StatusCode);
    }

    [Fact]
    public async Task A_cookie_that_was_copied_before_signing_out_opens_nothing_afterwards_on_no_server_of_the_database()
    {
        await AddAsync("dora");
        await using var other = LucarneServer.Build(served.Options with { Role = ServerRole.Web }, served.Clinic, builder => builder.WebHost.UseTestServer());
        await other.StartAsync();
        var (visitor, elsewhere) = (served.Nobody(), served.Nobody());
        await visitor.SignInAsync("dora", ServedClinic.Password);
        await elsewhere.SignInAsync("dora", ServedClinic.Password);
        Visitor[] thieves = [served.Nobody(), new Visitor(other.GetTestServer())];
        foreach (var thief in thieves)
        {
            thief.SetCookie(SessionCookie, visitor.Cookie(SessionCookie));
            Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/worklist")).StatusCode);
            thief.SetCookie(SessionCookie, visitor.Cookie(SessionCookie));
        }

        Assert.Equal(HttpStatusCode.Found, (await visitor.PostAsync("/sign-out", "/worklist")).StatusCode);
        foreach (var thief in thieves) Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/worklist")).StatusCode);
        // The same person's session at another workstation has not ended.
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/worklist")).StatusCode);
        Assert.Contains(await served.Clinic.Audit.ListAsync(), entry => entry is { Actor: "dora", Action: "user.signed_out" });
        await other.StopAsync();
    }

    [Fact]
    public async Task A_stream_that_was_open_when_its_session_ended_says_nothing_any_more()
    {
        await AddAsync("elsa");
        var visitor = served.Nobody();
        await visitor.SignInAsync("elsa", ServedClinic.Password);
        var ready = new TaskCompletionSource();
        var heard = visitor.HearAsync("/api/v1/events", events =>
        {
            ready.TrySetResult();
            return false;
        });
        await Task.WhenAny(ready.Task, heard);
        await visitor.PostAsync("/sign-out", "/worklist");
        var patient = await served.Clinic.Patients.AddAsync(new PatientEntry { RecordNumber = "S-stream" }, "test");
        // The stream is silent for a quarter of a minute at most, and ends when it would speak.
        Assert.DoesNotContain(await heard, item => item.Data.Contains($"patient/{patient.Id}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_end_when_the_password_or_the_role_changes()
    {
        var user = await AddAsync("frida");
        Func<Task>[] changes =
        [
            () => served.Clinic.Users.SetPasswordAsync(user.Id, user.PasswordHash!, "test"),
            async () => await served.Clinic.Users.ChangeAsync(user.Id, user.DisplayName, Role.Doctor, true, null, (await served.Clinic.Users.GetAsync(user.Id)).Version, "test"),
        ];
        foreach (var change in changes)
        {
            var visitor = served.Nobody();
            await visitor.SignInAsync("frida", ServedClinic.Password);
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/worklist")).StatusCode);
            await change();
            Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/worklist")).StatusCode);
        }
    }

    [Fact]
    public async Task Whoever_guesses_passwords_locks_the_name_and_throws_nobody_out()
    {
        await AddAsync("hedwig");
        var (visitor, guesser) = (served.Nobody(), served.Nobody());
        await visitor.SignInAsync("hedwig", ServedClinic.Password);
        for (var i = 0; i < Passwords.MostFailures; i++) await guesser.PostAsync("/sign-in", "/sign-in", ("name", "hedwig"), ("password", $"guess number {i}"));
        await guesser.PostAsync("/sign-in", "/sign-in", ("name", "hedwig"), ("password", ServedClinic.Password));
        Assert.Equal(HttpStatusCode.Unauthorized, (await guesser.GetAsync("/worklist")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/worklist")).StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_that_the_browser_had()
    {
        await AddAsync("greta");
        var (visitor, thief) = (served.Nobody(), served.Nobody());
        await visitor.SignInAsync("greta", ServedClinic.Password);
        thief.SetCookie(SessionCookie, visitor.Cookie(SessionCookie));
        await visitor.SignInAsync("greta", ServedClinic.Password);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/worklist")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/worklist")).StatusCode);
    }

    [Fact]
    public async Task A_forged_or_changed_cookie_opens_nothing()
    {
        var doctor = await served.SignedInAsync(Role.Doctor);
        var cookie = doctor.Cookie(SessionCookie);
        Assert.NotEmpty(cookie);
        var forger = served.Nobody();
        forger.SetCookie(SessionCookie, cookie[..^8] + "AAAAAAAA");
        Assert.Equal(HttpStatusCode.Unauthorized, (await forger.GetAsync("/worklist")).StatusCode);
    }

    [Fact]
    public async Task A_session_that_was_planted_before_is_not_taken_over()
    {
        var visitor = served.Nobody();
        visitor.SetCookie(SessionCookie, "planted");
        await visitor.SignInAsync(ServedClinic.Name(Role.Doctor), ServedClinic.Password);
        Assert.NotEqual("planted", visitor.Cookie(SessionCookie));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/worklist")).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_never_leads_to_another_server(string back)
    {
        var response = await served.Nobody().PostAsync("/sign-in", "/sign-in", ("name", ServedClinic.Name(Role.Doctor)), ("password", ServedClinic.Password), ("back", back));
        Assert.Equal("/", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_form_from_elsewhere_changes_nothing()
    {
        var admin = await served.SignedInAsync(Role.Administrator);
        var response = await admin.PostBareAsync("/admin/users", ("name", "mallory"), ("display", "Mallory"), ("role", "Administrator"), ("password", "a long password"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(await served.Clinic.Users.FindAsync("mallory"));
    }

    [Fact]
    public async Task The_first_account_is_made_once_and_never_where_there_is_one()
    {
        var first = served.App.Services.GetRequiredService<FirstVisit>();
        var response = await served.Nobody().PostAsync(first.Path, "/sign-in", ("name", "late"), ("display", "Too Late"), ("password", "a long password"));
        Assert.Contains("This link has been used", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await served.Clinic.Users.FindAsync("late"));
        Assert.False(first.IsRight("guess"));
    }

    [Fact]
    public async Task Cookies_are_kept_from_scripts_and_other_sites()
    {
        var response = await served.Nobody().PostAsync("/sign-in", "/sign-in", ("name", ServedClinic.Name(Role.Doctor)), ("password", ServedClinic.Password));
        var session = response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("lucarne-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", session, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Pages_allow_no_script_of_their_own_no_frame_and_no_cache()
    {
        var response = await (await served.SignedInAsync(Role.Doctor)).GetAsync("/worklist");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        var html = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick", html, StringComparison.Ordinal);
    }

    private Task<User> AddAsync(string name) => served.Clinic.Users.AddAsync(
        new UserEntry { SignInName = name, DisplayName = name, Role = Role.Reader, PasswordHash = new Passwords(served.Clinic, TimeProvider.System).Hash(ServedClinic.Password) }, "test");
}
