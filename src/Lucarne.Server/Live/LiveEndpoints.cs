using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Server.Api;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Mvc;

namespace Lucarne.Server.Live;

/// <summary>Jobs, and what changes while somebody watches, for programs and for the scripts of pages.</summary>
internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter<ClinicProblems>().WithTags("Jobs").RequireAuthorization(Access.See)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("/jobs", ListAsync).Produces<JobList>().WithSummary("Work that workers do, the newest first; follow next to read on.").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/jobs/{id:long}", async (long id, ClinicDatabase clinic, CancellationToken cancellation) => JobForm.Of(await clinic.Jobs.GetAsync(id, cancellation)))
            .WithSummary("A job with its result or why it failed.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/jobs/{id:long}/events", JobAsync).Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A job's life as server-sent events: progress, line (of its log), and end with what GET /api/v1/jobs/{id} gives.");
        api.MapGet("/events", (HttpContext context, EventStreams streams, [FromHeader(Name = "Last-Event-ID")] string? last) => streams.Clinic(context, last)).Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .WithSummary("What changes in the clinic, as server-sent events: ready at the beginning, then change with action and subject.");
        api.MapPost("/jobs/{id:long}/cancel", async (HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation) => JobForm.Of(await clinic.Jobs.CancelAsync(id, context.User.Identity!.Name!, cancellation)))
            .RequireAuthorization(Access.Send).Guarded().WithSummary("Cancels a job; one that is over stays as it is.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/jobs/{id:long}/retry", async (HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation) => JobForm.Of(await clinic.Jobs.RetryAsync(id, context.User.Identity!.Name!, cancellation)))
            .RequireAuthorization(Access.Send).Guarded().WithSummary("Puts a job that failed, was cancelled or is in quarantine back into the queue.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ListAsync(ClinicDatabase clinic, CancellationToken cancellation, string? status = null, string? kind = null, long? study = null, long? before = null, int limit = ListQuery.Rows)
    {
        if (ListQuery.Wrong(limit) is { } noLimit) return noLimit;
        if (ListQuery.Wrong<JobStatus>("status", status, out var wantedStatus) is { } noStatus) return noStatus;
        if (ListQuery.Wrong<JobKind>("kind", kind, out var wantedKind) is { } noKind) return noKind;
        var jobs = await clinic.Jobs.ListAsync(wantedStatus, wantedKind, study, before, limit, cancellation);
        var next = jobs.Count < limit ? null : ListQuery.Next("jobs", limit, ("before", jobs[^1].Id), ("status", wantedStatus), ("kind", wantedKind), ("study", study));
        return TypedResults.Ok(new JobList([.. jobs.Select(JobForm.Of)], next));
    }

    private static async Task<IResult> JobAsync(HttpContext context, long id, ClinicDatabase clinic, EventStreams streams, [FromHeader(Name = "Last-Event-ID")] string? last, CancellationToken cancellation)
    {
        await clinic.Jobs.GetAsync(id, cancellation);
        return streams.Job(context, id, last);
    }
}
