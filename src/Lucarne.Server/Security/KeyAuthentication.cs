using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Lucarne.Clinic;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Lucarne.Server.Security;

/// <summary>Programs show a key: <c>Authorization: Bearer KEY</c>. What it may do is in its scopes.</summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ClinicDatabase clinic)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme of programs.</summary>
    public const string Name = "key";

    /// <summary>The claim that holds a scope.</summary>
    public const string ScopeClaim = "scope";

    private const string Bearer = "Bearer ";
    private const string Prefix = "key/";

    /// <summary>Whether a request shows a key at all.</summary>
    public static bool IsShown(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    /// <summary>The number of the key that somebody showed; null for a person.</summary>
    public static long? KeyOf(ClaimsPrincipal user) =>
        user.Identity is { AuthenticationType: Name, Name: { } name } && long.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsShown(Request)) return AuthenticateResult.NoResult();
        if (await clinic.ApiKeys.FindAsync(Request.Headers.Authorization.ToString()[Bearer.Length..].Trim(), Context.RequestAborted) is not { } key)
            return AuthenticateResult.Fail("the key is unknown, expired or revoked");
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, FormattableString.Invariant($"{Prefix}{key.Id}")), .. key.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(scope => new Claim(ScopeClaim, scope))], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }
}
