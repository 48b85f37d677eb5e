using Lucarne.Clinic;
using Lucarne.Clinic.Users;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace Lucarne.Server.Tests;

/// <summary>A server without runs, workers and reading process: what stands before all of those, quickly and by itself.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("lucarne-bare-");

    private BareServer()
    {
    }

    public WebApplication App { get; private set; } = null!;

    public ClinicDatabase Clinic { get; private set; } = null!;

    public static async Task<BareServer> StartAsync(Func<ServerOptions, ServerOptions> with)
    {
        var server = new BareServer();
        var options = with(new ServerOptions { Home = server._home.FullName, Role = ServerRole.Web });
        Directory.CreateDirectory(options.Kept);
        server.Clinic = await ClinicDatabase.OpenAsync(options.Connection, options.Files, TimeProvider.System);
        server.App = LucarneServer.Build(options, server.Clinic, builder => builder.WebHost.UseTestServer());
        await server.Clinic.Users.AddAsync(
            new UserEntry { SignInName = "doctor", DisplayName = "The Doctor", Role = Role.Doctor, PasswordHash = new Passwords(server.Clinic, TimeProvider.System).Hash(ServedClinic.Password) }, "test");
        await server.App.StartAsync();
        return server;
    }

    public Visitor Nobody() => new(App.GetTestServer());

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await Clinic.DisposeAsync();
        _home.Delete(recursive: true);
    }
}
