using System.Net;
using Microsoft.AspNetCore.Authorization;

namespace Lucarne.Server.Security;

/// <summary>Who may do what; every endpoint names one of these or lets everybody in.</summary>
internal static class Policies
{
    /// <summary>Counters: callers on this machine, or anybody signed in.</summary>
    public const string Local = "local";

    /// <summary>A single prediction, nothing kept: callers on this machine, anybody signed in, or a key with the scope <c>predict</c>.</summary>
    public const string Predict = "predict";

    /// <summary>Whether a request comes from this machine itself, and was not passed on by a proxy that stands on it.</summary>
    public static bool IsFromThisMachine(HttpContext? context) =>
        context?.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static bool IsSignedIn(AuthorizationHandlerContext context) => context.User.Identity?.IsAuthenticated == true;

    public static void Add(AuthorizationBuilder authorization) => authorization
        .AddPolicy(Local, policy => policy.RequireAssertion(context => IsSignedIn(context) || IsFromThisMachine(context.Resource as HttpContext)))
        .AddPolicy(Predict, policy => policy.RequireAssertion(context => IsSignedIn(context) || IsFromThisMachine(context.Resource as HttpContext)));
}
