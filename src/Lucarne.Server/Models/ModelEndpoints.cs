using Lucarne.Clinic;
using Lucarne.Learning.Train;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lucarne.Server.Models;

/// <summary>Runs, their figures and reports, as pages.</summary>
internal static class ModelEndpoints
{
    // In the order in which a person reads them.
    private static readonly string[] ShownFigures = ["confusion-matrix", "roc", "precision-recall", "calibration", "training-curves", "class-distribution"];

    public static void MapModels(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/models").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>().RequireAuthorization(Access.Models);
        pages.MapGet("", (HttpContext context, ModelCatalogue catalogue) => context.Page<ModelsPage>(("Models", catalogue.Everything), ("Default", catalogue.Default?.Name)));
        pages.MapGet("/{name}", ModelAsync);
        pages.MapGet("/{name}/report", Report);
        pages.MapGet("/{name}/figures/{figure}", Figure);
        pages.MapPost("/{name}/default", ChooseAsync).RequireAuthorization(Access.Choose).Guarded();
    }

    private static async Task<IResult> ModelAsync(HttpContext context, string name, ModelCatalogue catalogue, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var model = Find(catalogue, name);
        var registered = (await clinic.Models.ListAsync(cancellation: cancellation)).FirstOrDefault(entry => entry.RunFolder == model.Folder);
        var agreement = registered is null ? [] : await clinic.Decisions.AgreementAsync(registered.Id, cancellation);
        return context.Page<ModelPage>(
            ("Model", model), ("Figures", ModelFigures.Read(model.Folder)), ("Drawings", Drawings(model.Folder, Visit.Of(context).Language)),
            ("IsDefault", catalogue.Default?.Name == name), ("HasReport", System.IO.File.Exists(new RunFolder(model.Folder).Report)), ("Agreement", agreement));
    }

    private static PhysicalFileHttpResult Report(HttpContext context, string name, ModelCatalogue catalogue)
    {
        var path = new RunFolder(Find(catalogue, name).Folder).Report;
        if (!System.IO.File.Exists(path)) throw new MissingException($"report of {name}");
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Report;
        return TypedResults.PhysicalFile(path, "text/html; charset=utf-8");
    }

    private static PhysicalFileHttpResult Figure(string name, string figure, ModelCatalogue catalogue)
    {
        var folder = new RunFolder(Find(catalogue, name).Folder).Figures;
        // Only what a listing of the folder names is opened: an address never becomes a path.
        var path = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.svg").FirstOrDefault(file => Path.GetFileName(file) == figure) : null;
        return path is null ? throw new MissingException($"figure {figure}") : TypedResults.PhysicalFile(path, "image/svg+xml");
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, string name, ModelCatalogue catalogue, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var model = Find(catalogue, name);
        var registered = await clinic.Models.RegisterRunAsync(model.Folder, model.Name, context.User.Identity!.Name!, cancellation);
        await clinic.Models.SetDefaultAsync(registered.Id, context.User.Identity!.Name!, cancellation);
        catalogue.Prefer(model.Folder);
        return PageAnswers.SeeOther($"/models/{Uri.EscapeDataString(name)}");
    }

    private static ServedModel Find(ModelCatalogue catalogue, string name) => catalogue.Find(name) ?? throw new MissingException($"model {name}");

    /// <summary>The run's charts in a language: those that are known first, then the others.</summary>
    private static IReadOnlyList<string> Drawings(string run, string language)
    {
        var folder = new RunFolder(run).Figures;
        if (!Directory.Exists(folder)) return [];
        var all = Directory.EnumerateFiles(folder, "*.svg").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToList();
        return [.. all.Where(file => file.EndsWith(".fr.svg", StringComparison.Ordinal) == (language == "fr")).OrderBy(file => Array.FindIndex(ShownFigures, known => file.StartsWith(known, StringComparison.Ordinal)) is var place and >= 0 ? place : ShownFigures.Length)];
    }
}
