using Lucarne.Clinic;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Worklist;
using Lucarne.Server.Live;
using Lucarne.Server.Models;
using Lucarne.Server.Pages;
using Lucarne.Server.Predict;
using Lucarne.Server.Security;
using Lucarne.Server.Studies;
using Microsoft.AspNetCore.Mvc;

namespace Lucarne.Server.Api;

/// <summary>What programs ask, under <c>/api/v1</c>.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter<ClinicProblems>().WithTags("Clinic").ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("/models", (ModelCatalogue catalogue) => catalogue.Everything.Select(model => ModelForm.Of(model, model == catalogue.Default, catalogue.IsInService(model))))
            .RequireAuthorization(Access.Models).WithSummary("The runs that are served.");
        api.MapGet("/studies", ListAsync).RequireAuthorization(Access.See).Produces<StudyList>().WithSummary("The worklist, the most urgent first; follow next to read on.").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapPost("/studies", SendAsync).RequireAuthorization(Access.Send).Guarded().AddEndpointFilter<RouteHandlerBuilder, IdempotentRequest>()
            .Accepts<IFormFile>("multipart/form-data").Produces<StudyForm>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .Produces<JobForm>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes a file in (form fields file, record, model): a picture is read and kept as a study, a scan becomes a job. Without model a picture goes where its kind belongs, or is refused. A request with an Idempotency-Key can be sent again.");
        api.MapGet("/studies/{id:long}", StudyAsync).RequireAuthorization(Access.See).Produces<StudyForm>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A study with what the model and doctors said of it.");
        api.MapFindingApi();
        api.MapDecisionApi();
        api.MapHandlingApi();
        api.MapPatientApi();
        api.MapTaskApi();
        api.MapSearchApi();
    }

    /// <summary>A page of the worklist.</summary>
    public static async Task<StudyList> PageAsync(ClinicDatabase clinic, WorklistQuery query, CancellationToken cancellation)
    {
        var page = await clinic.Worklist.PageAsync(query, cancellation);
        return new StudyList(page.Rows, page.Next is { } next ? ListQuery.Next("studies", query.Limit, ("after", $"{next.Urgency}-{next.StudyId}"), ("status", query.Status), ("text", query.Text)) : null);
    }

    private static async Task<IResult> ListAsync(ClinicDatabase clinic, CancellationToken cancellation, string? text = null, string? status = null, string? after = null, int limit = ListQuery.Rows) =>
        ListQuery.Wrong(limit) ?? ListQuery.Wrong<StudyStatus>("status", status, out var wanted)
        ?? TypedResults.Ok(await PageAsync(clinic, new WorklistQuery { Text = text, Status = wanted, After = StudyEndpoints.PlaceOf(after), Limit = limit }, cancellation));

    private static async Task<IResult> SendAsync(HttpContext context, StudyIntake intake, ModelCatalogue catalogue, PictureRouting routing, ClinicDatabase clinic, ServerOptions options, CancellationToken cancellation)
    {
        if (await UploadedScan.FindAsync(context.Request, cancellation) is { } scan)
        {
            var job = await JobEndpoints.ImportAsync(scan, context.Request.Form["record"].ToString(), context.User.Identity!.Name!, clinic, options.LargestUpload, cancellation);
            return TypedResults.Accepted($"/api/v1/jobs/{job.Id}", JobForm.Of(job));
        }

        var (picture, problem) = await UploadedPicture.FromAsync(context.Request, options.LargestPicture, cancellation);
        if (picture is null) return problem!;
        var name = context.Request.Form["model"].ToString();
        var named = catalogue.All.FirstOrDefault(one => one.Name == name);
        if (named is null && name.Length > 0) return Problems.Of(StatusCodes.Status422UnprocessableEntity, $"there is no run named '{name}'; GET /api/v1/models lists them");
        var route = await routing.RouteAsync(picture, named, Visit.Of(context), cancellation);
        if (route.Model is not { } model) return Problems.Of(StatusCodes.Status422UnprocessableEntity, route.Refusal!);
        var taken = await intake.TakeAsync(picture, model, context.Request.Form["record"].ToString(), context.User.Identity!.Name!, cancellation, beside: route.Beside);
        if (taken.StudyId is not { } id) return Problems.Of(StatusCodes.Status422UnprocessableEntity, taken.Refusal!);
        return TypedResults.Created($"/api/v1/studies/{id}", StudyForm.Of(await StudyView.LoadAsync(clinic, catalogue, id, cancellation)));
    }

    private static async Task<IResult> StudyAsync(HttpContext context, long id, ClinicDatabase clinic, ModelCatalogue catalogue, [FromHeader(Name = "If-None-Match")] string? seen, CancellationToken cancellation)
    {
        var view = await StudyView.LoadAsync(clinic, catalogue, id, cancellation);
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "study.opened", $"study/{id}", cancellation: cancellation);
        var tag = DecisionApi.TagOf(view);
        context.Response.Headers.ETag = tag;
        return seen == tag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(StudyForm.Of(view));
    }
}
