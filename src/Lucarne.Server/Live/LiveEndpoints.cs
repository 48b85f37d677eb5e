using System.Globalization;
using System.Net.ServerSentEvents;
using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Lucarne.Server.Live;

/// <summary>Jobs, and what changes while somebody watches, for programs and for the scripts of pages.</summary>
internal static class LiveEndpoints
{
    private const int MostRows = 200;

    public static void MapLive(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter<ClinicProblems>().WithTags("Jobs").RequireAuthorization(Access.See)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("/jobs", ListAsync).WithSummary("Work that workers do, the newest first; follow next to read on.").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/jobs/{id:long}", async (long id, ClinicDatabase clinic, CancellationToken cancellation) => JobForm.Of(await clinic.Jobs.GetAsync(id, cancellation)))
            .WithSummary("A job with its result or why it failed.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/jobs/{id:long}/events", JobAsync).Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A job's life as server-sent events: progress, line (of its log), and end with what GET /api/v1/jobs/{id} gives.");
        api.MapGet("/events", Clinic).Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .WithSummary("What changes in the clinic, as server-sent events: ready at the beginning, then change with action and subject.");
        api.MapPost("/jobs/{id:long}/cancel", async (HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation) => JobForm.Of(await clinic.Jobs.CancelAsync(id, context.User.Identity!.Name!, cancellation)))
            .RequireAuthorization(Access.Send).Guarded().WithSummary("Cancels a job; one that is over stays as it is.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/jobs/{id:long}/retry", async (HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation) => JobForm.Of(await clinic.Jobs.RetryAsync(id, context.User.Identity!.Name!, cancellation)))
            .RequireAuthorization(Access.Send).Guarded().WithSummary("Puts a job that failed, was cancelled or is in quarantine back into the queue.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ListAsync(ClinicDatabase clinic, CancellationToken cancellation, string? status = null, string? kind = null, long? study = null, long? before = null, int limit = 50)
    {
        if (limit is < 1 or > MostRows) return Problems.Of(StatusCodes.Status400BadRequest, $"the limit is {limit}; expected 1 to {MostRows}");
        if (Wrong<JobStatus>("status", status, out var wantedStatus) is { } noStatus) return noStatus;
        if (Wrong<JobKind>("kind", kind, out var wantedKind) is { } noKind) return noKind;
        var jobs = await clinic.Jobs.ListAsync(wantedStatus, wantedKind, study, before, limit, cancellation);
        var next = jobs.Count < limit ? null : $"/api/v1/jobs?before={jobs[^1].Id}&limit={limit}{(status is null ? "" : $"&status={status}")}{(kind is null ? "" : $"&kind={kind}")}{(study is null ? "" : $"&study={study}")}";
        return TypedResults.Ok(new { jobs = jobs.Select(JobForm.Of), next });
    }

    private static IResult? Wrong<T>(string what, string? text, out T? value) where T : struct, Enum
    {
        value = null;
        if (text is null) return null;
        if (!Enum.TryParse<T>(text, ignoreCase: true, out var named) || !Enum.IsDefined(named)) return Problems.Of(StatusCodes.Status400BadRequest, $"the {what} is '{text}'; expected {string.Join(", ", Enum.GetNames<T>())}");
        value = named;
        return null;
    }

    private static async Task<IResult> JobAsync(
        HttpContext context, long id, ClinicDatabase clinic, TimeProvider clock, IHostApplicationLifetime lifetime, [FromHeader(Name = "Last-Event-ID")] string? last, CancellationToken cancellation)
    {
        await clinic.Jobs.GetAsync(id, cancellation);
        return Stream(context, lifetime, until => JobEvents.FollowAsync(clinic, id, Number(last) ?? 0, clock, until));
    }

    private static ServerSentEventsResult<object> Clinic(HttpContext context, ClinicDatabase clinic, TimeProvider clock, IHostApplicationLifetime lifetime, [FromHeader(Name = "Last-Event-ID")] string? last) =>
        Stream(context, lifetime, until => ClinicEvents.FollowAsync(clinic, Number(last), clock, until));

    /// <summary>The stream ends quietly with the request or with the server, whichever ends first.</summary>
    private static ServerSentEventsResult<object> Stream(HttpContext context, IHostApplicationLifetime lifetime, Func<CancellationToken, IAsyncEnumerable<SseItem<object>>> follow)
    {
        // nginx would gather events until it has a page of them.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(until);
        return TypedResults.ServerSentEvents(Quietly(follow(until.Token)));
    }

    private static async IAsyncEnumerable<SseItem<object>> Quietly(IAsyncEnumerable<SseItem<object>> events)
    {
        await using var each = events.GetAsyncEnumerator();
        while (await MovedAsync(each)) yield return each.Current;
    }

    private static async Task<bool> MovedAsync(IAsyncEnumerator<SseItem<object>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception error) when (error is OperationCanceledException or ClinicException or System.Data.Common.DbException)
        {
            // A client that listens asks again, and hears then what is wrong.
            return false;
        }
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
