using System.Globalization;
using Lucarne.Clinic;
using Lucarne.Clinic.FollowUp;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Mvc;

namespace Lucarne.Server.Api;

/// <summary>Which tasks a program asks for.</summary>
internal enum TaskChoice
{
    /// <summary>To be done.</summary>
    Open,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Not to be done any more.</summary>
    Dropped,

    /// <summary>To be done, and their day has gone by.</summary>
    Overdue,
}

/// <summary>Something to be done, as programs are told.</summary>
internal sealed record TaskForm(
    long Id, long PatientId, long? StudyId, long? RecommendationId, string Text, DateOnly DueOn, FollowUpStatus Status, bool IsOverdue, string? AssignedTo,
    string CreatedBy, DateTimeOffset CreatedAt, string? ClosedBy, DateTimeOffset? ClosedAt, string Etag)
{
    public static TaskForm Of(FollowUpTask task, DateOnly today) => new(
        task.Id, task.PatientId, task.StudyId, task.RecommendationId, task.Text, task.DueOn, task.Status, task.Status == FollowUpStatus.Open && task.DueOn < today, task.AssignedTo,
        task.CreatedBy, task.CreatedAt, task.ClosedBy, task.ClosedAt, SeenVersion.Tag(task.Version));
}

/// <summary>A page of tasks.</summary>
/// <param name="Tasks">The first due first.</param>
/// <param name="Next">The address of the next page; null where this is the last.</param>
internal sealed record TaskList(IReadOnlyList<TaskForm> Tasks, string? Next);

/// <summary>What a doctor enters of a task.</summary>
/// <param name="PatientId">For whom.</param>
/// <param name="Text">What is to be done.</param>
/// <param name="DueOn">The day until which.</param>
/// <param name="StudyId">The study that it follows from.</param>
/// <param name="AssignedTo">Who shall do it.</param>
internal sealed record TaskBody(long PatientId, string Text, DateOnly DueOn, long? StudyId = null, string? AssignedTo = null);

/// <summary>Where a task is moved to.</summary>
/// <param name="DueOn">The day until which it is to be done now.</param>
/// <param name="AssignedTo">Who shall do it; null for nobody in particular.</param>
internal sealed record MoveBody(DateOnly DueOn, string? AssignedTo = null);

/// <summary>What is to be done for patients, for programs.</summary>
internal static class TaskApi
{
    private const string Day = "yyyy-MM-dd";

    public static void MapTaskApi(this RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks").RequireAuthorization(Access.See);
        tasks.MapGet("", ListAsync).Produces<TaskList>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Tasks of all patients or of one, the first due first: status is Open, Done, Dropped or Overdue, due_before a day; follow next to read on.");
        tasks.MapGet("/{id:long}", TaskAsync).Produces<TaskForm>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("A task.");
        tasks.MapPost("", AddAsync).RequireAuthorization(Access.Decide).Guarded().Produces<TaskForm>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithSummary("Enters a task.");
        tasks.MapPut("/{id:long}", MoveAsync).RequireAuthorization(Access.Decide).Guarded().Produces<TaskForm>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary("Moves a task to another day or to somebody else. If-Match names the ETag of the task as it was seen; if it has changed since, nothing is written.");
        tasks.MapPost("/{id:long}/done", DoneAsync).RequireAuthorization(Access.Decide).Guarded().Produces<TaskForm>().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary("Marks a task as done. If-Match names the ETag of the task as it was seen; if it has changed since, nothing is written.");
    }

    private static async Task<IResult> ListAsync(
        ClinicDatabase clinic, TimeProvider clock, CancellationToken cancellation, string? status = null, [FromQuery(Name = "due_before")] string? dueBefore = null,
        [FromQuery(Name = "assigned_to")] string? assignedTo = null, long? patient = null, string? after = null, int limit = ListQuery.Rows)
    {
        if (ListQuery.Wrong(limit) is { } noLimit) return noLimit;
        if (ListQuery.Wrong<TaskChoice>("status", status, out var choice) is { } noStatus) return noStatus;
        var before = dueBefore is null ? (DateOnly?)null : DateOnly.TryParseExact(dueBefore, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > DateOnly.MinValue ? day : null;
        if (dueBefore is not null && before is null) return Problems.Of(StatusCodes.Status400BadRequest, $"due_before is '{dueBefore}'; expected a day such as 2026-03-01");
        if (after is not null && PlaceOf(after) is null) return Problems.Of(StatusCodes.Status400BadRequest, $"after is '{after}'; follow next as it was given");
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var end = choice == TaskChoice.Overdue && (before is null || today < before) ? today : before;
        var found = await clinic.FollowUps.ListAsync(new FollowUpQuery
        {
            Status = choice switch { null => null, TaskChoice.Done => FollowUpStatus.Done, TaskChoice.Dropped => FollowUpStatus.Dropped, _ => FollowUpStatus.Open },
            DueBy = end?.AddDays(-1),
            AssignedTo = assignedTo,
            PatientId = patient,
            After = PlaceOf(after),
            // One more tells whether there is a next page.
            Limit = limit + 1,
        }, cancellation);
        TaskForm[] page = [.. found.Take(limit).Select(task => TaskForm.Of(task, today))];
        var next = found.Count > limit
            ? ListQuery.Next("tasks", limit, ("after", string.Create(CultureInfo.InvariantCulture, $"{page[^1].DueOn:yyyy-MM-dd}.{page[^1].Id}")), ("status", choice), ("due_before", dueBefore), ("assigned_to", assignedTo), ("patient", patient))
            : null;
        return TypedResults.Ok(new TaskList(page, next));
    }

    private static async Task<IResult> TaskAsync(
        HttpContext context, long id, ClinicDatabase clinic, TimeProvider clock, [FromHeader(Name = "If-None-Match")] string? seen, CancellationToken cancellation)
    {
        var answer = Tagged(context, await clinic.FollowUps.GetAsync(id, cancellation), clock);
        return seen == answer.Etag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(answer);
    }

    private static async Task<IResult> AddAsync(HttpContext context, TaskBody body, ClinicDatabase clinic, TimeProvider clock, CancellationToken cancellation)
    {
        var task = await clinic.FollowUps.AddAsync(
            new FollowUpEntry { PatientId = body.PatientId, StudyId = body.StudyId, Text = body.Text, DueOn = body.DueOn, AssignedTo = body.AssignedTo }, context.User.Identity!.Name!, cancellation);
        return TypedResults.Created($"/api/v1/tasks/{task.Id}", Tagged(context, task, clock));
    }

    private static Task<IResult> DoneAsync(
        HttpContext context, long id, ClinicDatabase clinic, TimeProvider clock, [FromHeader(Name = "If-Match")] string? seen, CancellationToken cancellation) =>
        SeenVersion.WriteAsync(seen, "task", async version => Tagged(context, await clinic.FollowUps.SetStatusAsync(id, FollowUpStatus.Done, version, context.User.Identity!.Name!, cancellation), clock));

    private static Task<IResult> MoveAsync(
        HttpContext context, long id, MoveBody body, ClinicDatabase clinic, TimeProvider clock, [FromHeader(Name = "If-Match")] string? seen, CancellationToken cancellation) =>
        SeenVersion.WriteAsync(seen, "task", async version => Tagged(context, await clinic.FollowUps.MoveAsync(id, body.DueOn, body.AssignedTo, version, context.User.Identity!.Name!, cancellation), clock));

    private static TaskForm Tagged(HttpContext context, FollowUpTask task, TimeProvider clock)
    {
        var form = TaskForm.Of(task, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        context.Response.Headers.ETag = form.Etag;
        return form;
    }

    /// <summary>Where a page begins, as its address says it.</summary>
    private static FollowUpPlace? PlaceOf(string? after) =>
        after?.Split('.') is [var day, var id] && DateOnly.TryParseExact(day, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var due) && long.TryParse(id, out var task) ? new FollowUpPlace(due, task) : null;
}
