using Lucarne.Clinic;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Worklist;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Models;
using Lucarne.Server.Pages;
using Lucarne.Server.Predict;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Lucarne.Server.Studies;

/// <summary>The worklist, studies and what doctors say of them, as pages.</summary>
internal static class StudyEndpoints
{
    internal const string Download = "application/octet-stream";

    public static void MapStudies(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>();
        pages.MapGet("/", Home).RequireAuthorization(Access.Models);
        pages.MapPost("/drop", DropAsync).RequireAuthorization(Access.Send).Guarded();
        pages.MapGet("/worklist", WorklistAsync).RequireAuthorization(Access.See);
        pages.MapGet("/studies/{id:long}", StudyAsync).RequireAuthorization(Access.See);
        pages.MapHandling();
        pages.MapPost("/studies/{id:long}/decisions", DecideAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapPost("/studies/{id:long}/recommendations/{recommendation:long}", AdviceEndpoint.DecideAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapGet("/studies/{id:long}/images/{image:long}", PictureAsync).RequireAuthorization(Access.See);
        pages.MapPost("/studies/{id:long}/findings/{finding:long}/explanations", ExplainEndpoint.AskAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapGet("/studies/{id:long}/findings/{finding:long}/{role}", FindingFileAsync).RequireAuthorization(Access.See);
    }

    private static IResult Home(HttpContext context, ModelCatalogue catalogue, PictureRouting routing, ServerOptions options, string? record, string? model) =>
        Access.May(context.User, Access.Send) ? context.DropPage(catalogue, routing, options, null, record ?? "", model)
        : PageAnswers.SeeOther(Access.May(context.User, Access.See) ? "/worklist" : "/models");

    private static RazorComponentResult<DropPage> DropPage(this HttpContext context, ModelCatalogue catalogue, PictureRouting routing, ServerOptions options, string? problem, string record, string? model) => context.Page<DropPage>(
        ("Models", catalogue.All), ("Kinds", routing.Kinds), ("Chosen", model ?? (routing.Kinds is null ? catalogue.Default?.Name : "")), ("Problem", problem), ("Record", record), ("LargestMiB", options.LargestPicture >> 20));

    private static async Task<IResult> DropAsync(HttpContext context, StudyIntake intake, ModelCatalogue catalogue, PictureRouting routing, ServerOptions options, ClinicDatabase clinic, CancellationToken cancellation)
    {
        if (await UploadedScan.FindAsync(context.Request, cancellation) is { } scan)
        {
            await JobEndpoints.ImportAsync(scan, context.Request.Form["record"].ToString(), context.User.Identity!.Name!, clinic, options.LargestUpload, cancellation);
            return PageAnswers.SeeOther("/jobs");
        }

        var (picture, problem) = await UploadedPicture.FromAsync(context.Request, options.LargestPicture, cancellation);
        var (record, name) = (context.Request.HasFormContentType ? context.Request.Form["record"].ToString() : "", context.Request.HasFormContentType ? context.Request.Form["model"].ToString() : "");
        if (picture is null) return context.Refused(catalogue, routing, options, problem!, record, name);
        var named = catalogue.All.FirstOrDefault(one => one.Name == name);
        var route = named is null && name.Length > 0 ? new PictureRoute(null, Visit.Of(context).Say("drop.gone", name)) : await routing.RouteAsync(picture, named, Visit.Of(context), cancellation);
        if (route.Model is not { } model) return context.Refused(catalogue, routing, options, Problems.Of(StatusCodes.Status422UnprocessableEntity, route.Refusal!), record, name);
        var taken = await intake.TakeAsync(picture, model, record, context.User.Identity!.Name!, cancellation, beside: route.Beside);
        return taken.StudyId is { } study
            ? PageAnswers.SeeOther($"/studies/{study}")
            : context.Refused(catalogue, routing, options, Problems.Of(StatusCodes.Status422UnprocessableEntity, taken.Refusal!), record, name);
    }

    private static RazorComponentResult<DropPage> Refused(this HttpContext context, ModelCatalogue catalogue, PictureRouting routing, ServerOptions options, IResult problem, string record, string model)
    {
        var details = (problem as ProblemHttpResult)?.ProblemDetails;
        context.Response.StatusCode = details?.Status ?? StatusCodes.Status400BadRequest;
        return context.DropPage(catalogue, routing, options, details?.Detail, record, model);
    }

    private static async Task<IResult> WorklistAsync(
        HttpContext context, ClinicDatabase clinic, ModelCatalogue catalogue, string? text, string? status, string? after, CancellationToken cancellation)
    {
        var query = new WorklistQuery { Text = text, Status = Enum.TryParse<StudyStatus>(status, out var wanted) ? wanted : null, After = PlaceOf(after), Limit = 50 };
        return context.Page<StudyListPage>(
            ("List", await clinic.Worklist.PageAsync(query, cancellation)), ("Counts", await clinic.Worklist.CountsAsync(cancellation)),
            ("Text", text ?? ""), ("Status", query.Status?.ToString() ?? ""), ("Models", catalogue.All));
    }

    /// <summary>Where a page begins, as its address says it.</summary>
    internal static WorklistPlace? PlaceOf(string? after) =>
        after?.Split('-') is [var urgency, var id] && Enum.TryParse<Urgency>(urgency, out var level) && long.TryParse(id, out var study) ? new WorklistPlace(level, study) : null;

    private static async Task<IResult> StudyAsync(HttpContext context, long id, ClinicDatabase clinic, ModelCatalogue catalogue, string? drawn, string? map, CancellationToken cancellation)
    {
        var view = await StudyView.LoadAsync(clinic, catalogue, id, cancellation, drawn, map);
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "study.opened", $"study/{id}", cancellation: cancellation);
        return context.Page<StudyPage>(("View", view));
    }

    private static async Task<IResult> DecideAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var actor = context.User.Identity!.Name!;
        var version = long.TryParse(form["version"], out var seen) ? seen : throw new ClinicException("the form does not say which version of the study was seen; open the study again.");
        var finding = long.TryParse(form["finding"], out var number) ? number : (long?)null;
        var comment = form["comment"].ToString() is { Length: > 0 } words ? words : null;
        var entries = new List<DecisionEntry>();
        if (Enum.TryParse<DecisionKind>(form["kind"].ToString(), ignoreCase: true, out var kind) && kind != DecisionKind.Signs && (kind != DecisionKind.Comments || comment is not null))
        {
            var isComment = kind == DecisionKind.Comments;
            entries.Add(new DecisionEntry
            {
                StudyId = id,
                FindingId = finding,
                Kind = kind,
                CorrectedClass = kind == DecisionKind.Corrects ? form["right"].ToString() : null,
                Comment = comment,
                StudyVersion = isComment ? null : version,
            });
            // A comment leaves the study as it is; what is said beside it still names the version that was seen.
            if (!isComment) version++;
        }

        if (form["then"] == "sign") entries.Add(new DecisionEntry { StudyId = id, Kind = DecisionKind.Signs, StudyVersion = version });
        await clinic.Decisions.AddAsync(entries, actor, cancellation);
        return PageAnswers.SeeOther($"/studies/{id}");
    }

    internal static string MediaTypeOf(string fileName) => Path.GetExtension(fileName) switch { ".png" => "image/png", ".jpg" => "image/jpeg", _ => Download };

    private static async Task<IResult> PictureAsync(HttpContext context, long id, long image, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var found = await clinic.Studies.ImageAsync(image, cancellation);
        return found.StudyId == id && found.PreviewSha256 is { } file ? File(context, clinic, file, "image/png") : throw new MissingException($"image/{image}");
    }

    private static async Task<IResult> FindingFileAsync(HttpContext context, long id, long finding, string role, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var found = await clinic.Findings.GetAsync(finding, cancellation);
        return found.StudyId == id && found.Files.FirstOrDefault(file => file.Role == role) is { } file
            ? File(context, clinic, file.FileSha256, MediaTypeOf(file.FileName), file.FileName)
            : throw new MissingException($"finding/{finding}");
    }

    /// <summary>A file that Lucarne itself wrote; what was sent from outside is never served as it came.</summary>
    internal static FileStreamHttpResult File(HttpContext context, ClinicDatabase clinic, string sha256, string mediaType, string? name = null)
    {
        context.Response.Headers.CacheControl = "private, max-age=3600, immutable";
        return TypedResults.File(clinic.Files.OpenRead(sha256), mediaType, mediaType == Download ? name : null, entityTag: new EntityTagHeaderValue($"\"{sha256[..16]}\""));
    }
}
