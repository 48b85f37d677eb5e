using Lucarne.Clinic;
using Lucarne.Clinic.Decisions;
using Lucarne.Server.Models;
using Lucarne.Server.Security;
using Lucarne.Server.Studies;
using Microsoft.AspNetCore.Mvc;

namespace Lucarne.Server.Api;

/// <summary>What a doctor says of a study through a program of the hospital.</summary>
/// <param name="Kind">Agrees, Corrects, Comments or Signs.</param>
/// <param name="FindingId">The finding that is judged; null where none is.</param>
/// <param name="CorrectedClass">What it is instead, where it is corrected.</param>
/// <param name="Comment">In words.</param>
internal sealed record DecisionRequest(string Kind, long? FindingId, string? CorrectedClass, string? Comment);

/// <summary>Deciding under the version of the study that was seen.</summary>
internal static class DecisionApi
{
    public static void MapDecisionApi(this RouteGroupBuilder api)
    {
        api.MapGet("/studies/{id:long}/decisions", ListAsync).RequireAuthorization(Access.See).Produces<IReadOnlyList<DecisionForm>>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What doctors said of a study, in its order.");
        api.MapPost("/studies/{id:long}/decisions", DecideAsync).RequireAuthorization(Access.Decide).Guarded()
            .Produces<StudyForm>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary("Agrees, corrects, comments or signs. If-Match names the ETag of the study as it was seen; if it has changed since, nothing is written.");
    }

    /// <summary>The tag of a study as it is now.</summary>
    public static string TagOf(StudyView view) => $"\"{view.Study.Version}-{view.Decisions.Count}\"";

    private static async Task<IResult> ListAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Studies.GetAsync(id, cancellation);
        var decisions = await clinic.Decisions.OfStudyAsync(id, cancellation);
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "study.opened", $"study/{id}", "decisions", cancellation);
        return TypedResults.Ok<IReadOnlyList<DecisionForm>>([.. decisions.Select(DecisionForm.Of)]);
    }

    private static async Task<IResult> DecideAsync(
        HttpContext context, long id, DecisionRequest request, ClinicDatabase clinic, ModelCatalogue catalogue, [FromHeader(Name = "If-Match")] string? seen, CancellationToken cancellation)
    {
        if (ListQuery.Wrong<DecisionKind>("kind", request.Kind ?? "", out var wanted) is { } noKind) return noKind;
        var kind = wanted!.Value;
        if (SeenVersion.Wrong(seen, "study", out var version) is { } wrong) return wrong;
        try
        {
            await clinic.Decisions.AddAsync(new DecisionEntry
            {
                StudyId = id,
                FindingId = request.FindingId,
                Kind = kind,
                CorrectedClass = request.CorrectedClass,
                Comment = request.Comment,
                StudyVersion = kind == DecisionKind.Comments ? null : version,
            }, context.User.Identity!.Name!, cancellation);
        }
        catch (StaleVersionException error)
        {
            return Problems.Of(StatusCodes.Status412PreconditionFailed, error.Message);
        }

        var view = await StudyView.LoadAsync(clinic, catalogue, id, cancellation);
        context.Response.Headers.ETag = TagOf(view);
        return TypedResults.Created($"/api/v1/studies/{id}", StudyForm.Of(view));
    }
}
