using System.Security.Claims;
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

    /// <summary>Opens a session. Whatever session the browser had before is not taken over.</summary>
    public static Task OpenAsync(HttpContext context, User user)
    {
        var identity = new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, user.SignInName),
            new Claim(ClaimTypes.GivenName, user.DisplayName),
            new Claim(ClaimTypes.Role, user.Role.ToString()),
            new Claim(StampClaim, user.SecurityStamp),
        ], Scheme);
        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>A session ends as soon as the account is closed or its password or role changes.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var clinic = context.HttpContext.RequestServices.GetRequiredService<ClinicDatabase>();
        var name = context.Principal?.Identity?.Name;
        var user = name is null ? null : await clinic.Users.FindAsync(name, context.HttpContext.RequestAborted);
        if (user is { IsActive: true } && user.SecurityStamp == context.Principal!.FindFirstValue(StampClaim)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    /// <summary>Browsers are led to a page, programs are told the status.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "text/html")) context.Response.Redirect(context.RedirectUri);
        else context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
