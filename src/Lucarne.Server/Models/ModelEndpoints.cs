using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Insight.Profiles;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lucarne.Server.Models;

/// <summary>Runs, their figures and reports, as pages.</summary>
internal static class ModelEndpoints
{
    private const int Seed = 42;

    public static void MapModels(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/models").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>().RequireAuthorization(Access.Models);
        pages.MapGet("", (HttpContext context, ModelCatalogue catalogue) => context.Page<ModelsPage>(("Models", catalogue.Everything), ("Default", catalogue.Default?.Name), ("OutOfService", catalogue.Everything.Where(model => !catalogue.IsInService(model)).Select(model => model.Name).ToHashSet())));
        pages.MapGet("/compare", CompareAsync);
        pages.MapGet("/{name}", ModelAsync);
        pages.MapGet("/{name}/report", Report);
        pages.MapGet("/{name}/figures/{figure}", Figure);
        pages.MapGet("/{name}/profiles", Profiles);
        pages.MapGet("/{name}/profiles/{point:int}", Thumbnail);
        pages.MapPost("/{name}/report", WriteReportAsync).RequireAuthorization(Access.Choose).Guarded();
        pages.MapPost("/{name}/default", ChooseAsync).RequireAuthorization(Access.Choose).Guarded();
        pages.MapPost("/{name}/service", ServeAsync).RequireAuthorization(Access.Choose).Guarded();
    }

    private static async Task<IResult> ModelAsync(HttpContext context, string name, ModelCatalogue catalogue, ClinicDatabase clinic, TimeProvider clock, CancellationToken cancellation) =>
        context.Page<ModelPage>(("View", await ModelView.LoadAsync(Find(catalogue, name), catalogue, clinic, clock, Visit.Of(context).Language, cancellation)));

    /// <summary>Two classifiers on the pictures that both were judged on.</summary>
    private static async Task<IResult> CompareAsync(HttpContext context, ModelCatalogue catalogue, CancellationToken cancellation, string? first = null, string? second = null)
    {
        var (one, other) = (first is null ? null : Find(catalogue, first), second is null ? null : Find(catalogue, second));
        (PairedComparison? comparison, string? problem) = (null, null);
        if (one is not null && other is not null && one != other)
        {
            try
            {
                comparison = await Task.Run(() => PairedComparison.Of(new RunFolder(one.Folder), new RunFolder(other.Folder), Seed), cancellation);
            }
            catch (EvaluationException)
            {
                problem = Visit.Of(context).Say("compare.apart");
            }
        }

        return context.Page<ComparePage>(("Models", catalogue.All), ("First", one), ("Second", other), ("Comparison", comparison), ("Problem", problem));
    }

    private static PhysicalFileHttpResult Report(HttpContext context, string name, ModelCatalogue catalogue)
    {
        var path = new RunFolder(Find(catalogue, name).Folder).Report;
        if (!System.IO.File.Exists(path)) throw new MissingException($"report of {name}");
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Report;
        return TypedResults.PhysicalFile(path, "text/html; charset=utf-8");
    }

    private static PhysicalFileHttpResult Figure(string name, string figure, ModelCatalogue catalogue) =>
        TypedResults.PhysicalFile(RunDrawings.Find(Find(catalogue, name).Folder, figure) ?? throw new MissingException($"figure {figure}"), "image/svg+xml");

    private static RazorComponentResult<ProfilesPage> Profiles(HttpContext context, string name, ModelCatalogue catalogue)
    {
        var model = Find(catalogue, name);
        return context.Page<ProfilesPage>(("Model", model), ("Map", MapOf(model)));
    }

    /// <summary>A small picture of a point of the map. Its address names a place, since file names of training data may say whose they are.</summary>
    private static FileContentHttpResult Thumbnail(HttpContext context, string name, int point, ModelCatalogue catalogue)
    {
        var map = MapOf(Find(catalogue, name));
        if (point < 0 || point >= map.Points.Count || map.Thumbnail(point) is not { } jpeg) throw new MissingException($"picture {point} of {name}");
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return TypedResults.Bytes(jpeg, "image/jpeg");
    }

    private static ProfileMap MapOf(ServedModel model)
    {
        try
        {
            return ProfileMap.Read(model.Folder) ?? throw new MissingException($"visual profiles of {model.Name}");
        }
        catch (DataException error)
        {
            throw new ClinicException(error.Message, error);
        }
    }

    /// <summary>Has a worker write the run's report anew, such as after its profiles were named.</summary>
    private static async Task<IResult> WriteReportAsync(HttpContext context, string name, ModelCatalogue catalogue, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Jobs.AddAsync(new ReportPayload { Run = Find(catalogue, name).Folder }.ToJob(), context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/models/{Uri.EscapeDataString(name)}");
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, string name, ModelCatalogue catalogue, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var model = Find(catalogue, name);
        var registered = await clinic.Models.RegisterRunAsync(model.Folder, model.Name, context.User.Identity!.Name!, cancellation);
        await clinic.Models.SetDefaultAsync(registered.Id, context.User.Identity!.Name!, cancellation);
        if (model.Recipe.Task == RecipeTask.Classification) catalogue.Prefer(model.Folder);
        return PageAnswers.SeeOther($"/models/{Uri.EscapeDataString(name)}");
    }

    /// <summary>Takes a model out of service, or puts it back. This server follows at once, others when they next look, within seconds.</summary>
    private static async Task<IResult> ServeAsync(HttpContext context, string name, ModelCatalogue catalogue, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var model = Find(catalogue, name);
        var actor = context.User.Identity!.Name!;
        var form = await context.Request.ReadFormAsync(cancellation);
        var registered = await clinic.Models.RegisterRunAsync(model.Folder, model.Name, actor, cancellation);
        await (form["in"] == "true" ? clinic.Models.RestoreAsync(registered.Id, actor, cancellation) : clinic.Models.RetireAsync(registered.Id, actor, cancellation));
        catalogue.Retire(await ModelWarming.RetiredAsync(clinic, cancellation));
        return PageAnswers.SeeOther($"/models/{Uri.EscapeDataString(name)}");
    }

    private static ServedModel Find(ModelCatalogue catalogue, string name) => catalogue.Find(name) ?? throw new MissingException($"model {name}");
}
