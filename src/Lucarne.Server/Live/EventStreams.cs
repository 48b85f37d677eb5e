using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Lucarne.Clinic;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lucarne.Server.Live;

/// <summary>Streams of server-sent events. One ends quietly with the request, the session or the server, whichever ends first.</summary>
internal sealed class EventStreams(ClinicDatabase clinic, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>A job's life.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">A job that is there.</param>
    /// <param name="last">The last line that the listener has heard, as browsers name it.</param>
    public ServerSentEventsResult<object> Job(HttpContext context, long id, string? last) =>
        Of(context, until => JobEvents.FollowAsync(clinic, id, Number(last) ?? 0, clock, until));

    /// <summary>What changes in the clinic.</summary>
    /// <param name="context">The request.</param>
    /// <param name="last">The last change that the listener has heard, as browsers name it.</param>
    public ServerSentEventsResult<object> Clinic(HttpContext context, string? last) => Of(context, until => ClinicEvents.FollowAsync(clinic, Number(last), clock, until));

    private ServerSentEventsResult<object> Of(HttpContext context, Func<CancellationToken, IAsyncEnumerable<SseItem<object>>> follow)
    {
        // nginx would gather events until it has a page of them.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(until);
        return TypedResults.ServerSentEvents(Quietly(follow(until.Token), context.User, until.Token));
    }

    private async IAsyncEnumerable<SseItem<object>> Quietly(IAsyncEnumerable<SseItem<object>> events, ClaimsPrincipal listener, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var each = events.GetAsyncEnumerator(cancellation);
        while (await MovedAsync(each, listener, cancellation)) yield return each.Current;
    }

    /// <summary>A stream outlives the request's first look at the session, so it is looked at again before each event.</summary>
    private async Task<bool> MovedAsync(IAsyncEnumerator<SseItem<object>> events, ClaimsPrincipal listener, CancellationToken cancellation)
    {
        try
        {
            return await events.MoveNextAsync() && await Sessions.StandsAsync(listener, clinic, cancellation);
        }
        catch (Exception error) when (error is OperationCanceledException or ClinicException or System.Data.Common.DbException)
        {
            // A client that listens asks again, and hears then what is wrong.
            return false;
        }
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
