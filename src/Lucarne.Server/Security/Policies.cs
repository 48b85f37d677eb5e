using System.Net;
using Microsoft.AspNetCore.Authorization;

namespace Lucarne.Server.Security;

/// <summary>Who may do what; every endpoint names one of these or a right of <see cref="Access"/>, or lets everybody in.</summary>
public static class Policies
{
    /// <summary>Counters: callers on this machine, or an administrator.</summary>
    public const string Local = "local";

    /// <summary>A single prediction, nothing kept: callers on this machine, anybody signed in, or a key with the scope <c>predict</c>.</summary>
    public const string Predict = "predict";

    /// <summary>What keys may be allowed.</summary>
    public static readonly IReadOnlyList<string> Scopes = ["predict", "read", "write"];

    // What a key's scope opens among the rights of people.
    private static readonly Dictionary<string, string> ScopeOf = new() { [Access.See] = "read", [Access.Send] = "write", [Access.Models] = "read" };

    internal static void Add(AuthorizationBuilder authorization)
    {
        authorization.AddPolicy(Local, policy => policy.RequireAssertion(context => Access.May(context.User, Access.Administer) || IsFromThisMachine(context.Resource as HttpContext)));
        authorization.AddPolicy(Predict, policy => policy.RequireAssertion(context =>
            HasScope(context, "predict") || Access.May(context.User, Access.Models) || IsFromThisMachine(context.Resource as HttpContext)));
        foreach (var right in Access.Rights)
            authorization.AddPolicy(right, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Access.May(context.User, right) || (ScopeOf.TryGetValue(right, out var scope) && HasScope(context, scope))));
    }

    /// <summary>Whether a request comes from this machine itself, and was not passed on by a proxy that stands on it.</summary>
    internal static bool IsFromThisMachine(HttpContext? context) =>
        context?.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static bool HasScope(AuthorizationHandlerContext context, string scope) => context.User.HasClaim(KeyAuthentication.ScopeClaim, scope);
}
