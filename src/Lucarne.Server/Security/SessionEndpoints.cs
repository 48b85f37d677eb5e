using Lucarne.Clinic;
using Lucarne.Clinic.Users;
using Lucarne.Server.Pages;

namespace Lucarne.Server.Security;

/// <summary>Signing in and out, the first account, and how a person wants pages to look.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("/sign-in", SignInPageAsync);
        pages.MapPost("/sign-in", SignInAsync).Guarded().LimitedAsSignIn();
        pages.MapPost("/sign-out", (Delegate)SignOutAsync).Guarded();
        pages.MapGet("/setup/{code}", SetupPageAsync);
        pages.MapPost("/setup/{code}", SetupAsync).Guarded().LimitedAsSignIn();
        pages.MapPost("/preferences", Prefer).Guarded();
        pages.MapGet("/forbidden", (HttpContext context) => context.ProblemPage(StatusCodes.Status403Forbidden, Visit.Of(context).Say("problem.forbidden")));
    }

    private static async Task<IResult> SignInPageAsync(HttpContext context, ClinicDatabase clinic, string? back, CancellationToken cancellation) => context.Page<SignInPage>(
        ("Back", PageAnswers.Local(back)), ("IsFirst", await clinic.Users.CountAsync(cancellation) == 0));

    private static async Task<IResult> SignInAsync(HttpContext context, Passwords passwords, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var (name, back) = (form["name"].ToString(), PageAnswers.Local(form["back"]));
        if (await passwords.CheckAsync(name, form["password"].ToString(), cancellation) is not { } user)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return context.Page<SignInPage>(("Name", name), ("Back", back), ("IsWrong", true));
        }

        await Sessions.OpenAsync(context, user);
        return PageAnswers.SeeOther(back == "/" ? Home(user.Role) : back);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await Sessions.EndAsync(context);
        return PageAnswers.SeeOther("/sign-in");
    }

    private static async Task<IResult> SetupPageAsync(HttpContext context, string code, FirstVisit first, ClinicDatabase clinic, CancellationToken cancellation) =>
        context.Page<SetupPage>(("Code", code), ("IsUsed", !first.IsRight(code) || await clinic.Users.CountAsync(cancellation) > 0));

    private static async Task<IResult> SetupAsync(HttpContext context, string code, FirstVisit first, ClinicDatabase clinic, Passwords passwords, CancellationToken cancellation)
    {
        if (!first.IsRight(code)) return context.Page<SetupPage>(("Code", code), ("IsUsed", true));
        var form = await context.Request.ReadFormAsync(cancellation);
        var (name, display) = (form["name"].ToString(), form["display"].ToString());
        try
        {
            var entry = new UserEntry { SignInName = name, DisplayName = display, Role = Role.Administrator, PasswordHash = passwords.Hash(form["password"].ToString()) };
            if (await clinic.Users.AddFirstAsync(entry, cancellation) is not { } user) return context.Page<SetupPage>(("Code", code), ("IsUsed", true));
            await Sessions.OpenAsync(context, user);
            return PageAnswers.SeeOther(Home(user.Role));
        }
        catch (ClinicException error)
        {
            return context.Page<SetupPage>(("Code", code), ("Name", name), ("Display", display), ("Problem", error.Message));
        }
    }

    private static async Task<IResult> Prefer(HttpContext context, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var cookie = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true };
        if (form["language"].ToString() is "en" or "fr") context.Response.Cookies.Append(Visit.LanguageCookie, form["language"].ToString(), cookie);
        if (form["theme"].ToString() is "light" or "dark") context.Response.Cookies.Append(Visit.ThemeCookie, form["theme"].ToString(), cookie);
        return PageAnswers.SeeOther(PageAnswers.Local(form["back"]));
    }

    private static string Home(Role role) => role switch
    {
        Role.Reader => "/worklist",
        Role.DataScientist => "/models",
        Role.Administrator => "/admin",
        _ => "/",
    };
}
