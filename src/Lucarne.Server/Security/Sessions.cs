using System.Security.Claims;
using System.Security.Cryptography;
using Lucarne.Clinic;
using Lucarne.Clinic.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Lucarne.Server.Security;

/// <summary>Sessions of people who signed in, in a cookie that scripts cannot read.</summary>
internal static class Sessions
{
    /// <summary>The scheme of people.</summary>
    public const string Scheme = "session";

    private const string StampClaim = "stamp";
    private const string IdClaim = "session";
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "lucarne-session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = Idle;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "back";
        cookie.AccessDeniedPath = "/forbidden";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnCheckSlidingExpiration = context =>
        {
            // A page that listens asks again by itself; nobody needs to sit before it.
            context.ShouldRenew &= !context.Request.Path.ToString().EndsWith("/events", StringComparison.Ordinal);
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>Opens a session. Whatever session the browser had before is not taken over, and ends.</summary>
    public static async Task OpenAsync(HttpContext context, User user)
    {
        await EndKeptAsync(context);
        var identity = new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, user.SignInName),
            new Claim(ClaimTypes.GivenName, user.DisplayName),
            new Claim(ClaimTypes.Role, user.Role.ToString()),
            new Claim(StampClaim, user.SecurityStamp),
            new Claim(IdClaim, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))),
        ], Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Ends the session that a request belongs to, if to one: in the browser, and for every copy of its cookie.</summary>
    public static async Task EndAsync(HttpContext context)
    {
        await EndKeptAsync(context);
        await context.SignOutAsync(Scheme);
    }

    /// <summary>Whether somebody may still be heard, which the database alone knows: a session, or a program's key.</summary>
    public static async Task<bool> StandsAsync(ClaimsPrincipal user, ClinicDatabase clinic, CancellationToken cancellation) =>
        KeyAuthentication.KeyOf(user) is { } key
            ? await clinic.ApiKeys.StandsAsync(key, cancellation)
            : user.Identity?.Name is { } name && user.FindFirstValue(IdClaim) is { } id && user.FindFirstValue(StampClaim) is { } stamp
                && await clinic.Sessions.UserAsync(id, name, stamp, cancellation) is not null;

    /// <summary>A session ends as soon as somebody signs out of it, the account is closed, or its password or role changes.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var clinic = context.HttpContext.RequestServices.GetRequiredService<ClinicDatabase>();
        if (context.Principal is { } user && await StandsAsync(user, clinic, context.HttpContext.RequestAborted)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    // Whoever signs out may have closed the page by now; the session ends all the same.
    private static Task EndKeptAsync(HttpContext context) => context.User is { Identity.Name: { } name } && context.User.FindFirstValue(IdClaim) is { } id
        ? context.RequestServices.GetRequiredService<ClinicDatabase>().Sessions.EndAsync(id, name, CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Browsers are led to a page, programs are told the status.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "text/html")) context.Response.Redirect(context.RedirectUri);
        else context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
