using Lucarne.Clinic;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Models;
using Lucarne.Server.Security;
using Lucarne.Server.Studies;
using Microsoft.AspNetCore.Mvc;

namespace Lucarne.Server.Api;

/// <summary>Who has a study.</summary>
/// <param name="Mine">True: whoever asks takes it; false: it is put back.</param>
internal sealed record AssignmentBody(bool Mine);

/// <summary>How soon a study must be looked at.</summary>
internal sealed record UrgencyBody(Urgency Urgency);

/// <summary>Whose a study is.</summary>
/// <param name="RecordNumber">The number of the right record, which is made where there is none yet.</param>
internal sealed record RefilingBody(string? RecordNumber);

/// <summary>Who has a study, how soon it must be looked at, and whose it is, for programs.</summary>
internal static class HandlingApi
{
    public static void MapHandlingApi(this RouteGroupBuilder api)
    {
        var study = api.MapGroup("/studies/{id:long}");
        Map(study.MapPut("/assignment", AssignAsync).RequireAuthorization(Access.Decide), "A doctor takes a study or puts it back.");
        Map(study.MapPut("/urgency", SetUrgencyAsync).RequireAuthorization(Access.Decide), "How soon a study must be looked at.");
        Map(study.MapPut("/patient", RefileAsync).RequireAuthorization(Access.Send), "Puts a study that was filed under a wrong number into the right record, with its tasks; not one that is signed.");
    }

    private static void Map(RouteHandlerBuilder endpoint, string summary) =>
        endpoint.Guarded().Produces<StudyForm>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary($"{summary} If-Match names the ETag of the study as it was seen; if it has changed since, nothing is written.");

    private static Task<IResult> AssignAsync(
        HttpContext context, long id, AssignmentBody body, ClinicDatabase clinic, ModelCatalogue catalogue, [FromHeader(Name = "If-Match")] string? seen, CancellationToken cancellation) =>
        ChangedAsync(context, id, clinic, catalogue, seen, (version, actor) => clinic.Studies.AssignAsync(id, body.Mine ? actor : null, version, actor, cancellation), cancellation);

    private static Task<IResult> SetUrgencyAsync(
        HttpContext context, long id, UrgencyBody body, ClinicDatabase clinic, ModelCatalogue catalogue, [FromHeader(Name = "If-Match")] string? seen, CancellationToken cancellation) =>
        ChangedAsync(context, id, clinic, catalogue, seen, (version, actor) => clinic.Studies.SetUrgencyAsync(id, body.Urgency, version, actor, cancellation), cancellation);

    private static Task<IResult> RefileAsync(
        HttpContext context, long id, RefilingBody body, ClinicDatabase clinic, ModelCatalogue catalogue, [FromHeader(Name = "If-Match")] string? seen, CancellationToken cancellation) =>
        ChangedAsync(context, id, clinic, catalogue, seen, (version, actor) => clinic.Studies.RefileAsync(id, body.RecordNumber ?? "", version, actor, cancellation), cancellation);

    private static Task<IResult> ChangedAsync(
        HttpContext context, long id, ClinicDatabase clinic, ModelCatalogue catalogue, string? seen, Func<long, string, Task<Study>> change, CancellationToken cancellation) =>
        SeenVersion.WriteAsync(seen, "study", async version =>
        {
            await change(version, context.User.Identity!.Name!);
            var view = await StudyView.LoadAsync(clinic, catalogue, id, cancellation);
            context.Response.Headers.ETag = DecisionApi.TagOf(view);
            return StudyForm.Of(view);
        });
}
