using Lucarne.Clinic;
using Lucarne.Clinic.Users;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;

namespace Lucarne.Server.Administration;

/// <summary>Accounts, keys, the files and the audit trail, as pages.</summary>
internal static class AdministrationEndpoints
{
    private const int ShownEntries = 60;

    public static void MapAdministration(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/admin").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>().RequireAuthorization(Access.Administer);
        pages.MapGet("", (HttpContext context, ClinicDatabase clinic, CancellationToken cancellation) => PageAsync(context, clinic, null, cancellation));
        pages.MapPost("/users", AddUserAsync).Guarded();
        pages.MapPost("/users/{id:long}", ChangeUserAsync).Guarded();
        pages.MapPost("/keys", AddKeyAsync).Guarded();
        pages.MapPost("/keys/{id:long}/revoke", RevokeKeyAsync).Guarded();
    }

    private static async Task<IResult> PageAsync(HttpContext context, ClinicDatabase clinic, string? secret, CancellationToken cancellation)
    {
        if (secret is not null) context.Response.Headers.CacheControl = "no-store";
        return context.Page<AdminPage>(
            ("Users", await clinic.Users.ListAsync(cancellation)),
            ("Keys", await clinic.ApiKeys.ListAsync(cancellation)),
            ("Entries", await clinic.Audit.ListAsync(limit: ShownEntries, cancellation: cancellation)),
            ("Verdict", await clinic.Audit.VerifyAsync(cancellation: cancellation)),
            ("Files", await clinic.Files.CheckAsync(readsContent: false, cancellation)),
            ("FreeBytes", new DriveInfo(clinic.Files.Folder).AvailableFreeSpace),
            ("Secret", secret));
    }

    private static async Task<IResult> AddUserAsync(HttpContext context, ClinicDatabase clinic, Passwords passwords, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        await clinic.Users.AddAsync(new UserEntry
        {
            SignInName = form["name"].ToString(),
            DisplayName = form["display"].ToString(),
            Role = Enum.TryParse<Role>(form["role"], out var role) && Enum.IsDefined(role) ? role : throw new ClinicException($"the role is '{form["role"]}'; expected {string.Join(", ", Enum.GetNames<Role>())}."),
            PasswordHash = passwords.Hash(form["password"].ToString()),
        }, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther("/admin");
    }

    private static async Task<IResult> ChangeUserAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var user = await clinic.Users.GetAsync(id, cancellation);
        await clinic.Users.ChangeAsync(id, user.DisplayName, user.Role, form["active"] == "true", user.Language, long.TryParse(form["version"], out var version) ? version : 0, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther("/admin");
    }

    private static async Task<IResult> AddKeyAsync(HttpContext context, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        string[] scopes = [.. form["scope"].OfType<string>().Where(Policies.Scopes.Contains)];
        if (scopes.Length == 0) throw new ClinicException($"the key may do nothing; choose at least one of {string.Join(", ", Policies.Scopes)}.");
        var made = await clinic.ApiKeys.AddAsync(form["name"].ToString(), scopes, null, context.User.Identity!.Name!, cancellation);
        return await PageAsync(context, clinic, made.Secret, cancellation);
    }

    private static async Task<IResult> RevokeKeyAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.ApiKeys.RevokeAsync(id, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther("/admin");
    }
}
