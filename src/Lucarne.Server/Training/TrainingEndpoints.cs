using System.Globalization;
using Lucarne.Clinic;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Live;
using Lucarne.Server.Models;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Mvc;

namespace Lucarne.Server.Training;

/// <summary>Trainings, as pages: start, watch, stop, keep.</summary>
internal static class TrainingEndpoints
{
    public static void MapTraining(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/train").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>().RequireAuthorization(Access.Train);
        pages.MapGet("", ListAsync);
        pages.MapPost("", StartAsync).Guarded();
        pages.MapGet("/{id:long}", TrialAsync);
        pages.MapGet("/{id:long}/events", EventsAsync);
        pages.MapPost("/{id:long}/stop", StopAsync).Guarded();
        pages.MapPost("/{id:long}/keep", KeepAsync).Guarded();
        pages.MapPost("/{id:long}/discard", DiscardAsync).Guarded();
    }

    /// <summary>The recipes that can be chosen, each variant a choice of its own.</summary>
    public static IReadOnlyList<RecipeEntry> Recipes(ServerOptions options)
    {
        try
        {
            return new RecipeCatalogue(options.Recipes).List();
        }
        catch (RecipeException error)
        {
            throw new ClinicException(error.Message, error);
        }
    }

    /// <summary>A recipe that was chosen on a page: one of the list, or a variant of one.</summary>
    /// <exception cref="ClinicException">It is neither.</exception>
    public static string Chosen(ServerOptions options, string name) =>
        Recipes(options).Any(recipe => recipe.Name == name || recipe.Variants.Any(variant => $"{recipe.Name}/{variant}" == name)) ? name : throw new ClinicException($"there is no recipe '{name}'; choose one of the list.");

    private static async Task<IResult> ListAsync(HttpContext context, Trials trials, DataFolders data, ServerOptions options, CancellationToken cancellation, string? folder = null) =>
        context.Page<TrainPage>(("Trials", await trials.ListAsync(cancellation)), ("Recipes", Recipes(options)), ("Folders", data.Names), ("Folder", folder), ("Root", options.DataRoot));

    private static async Task<IResult> StartAsync(HttpContext context, Trials trials, ServerOptions options, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var text = form["epochs"].ToString();
        int? epochs = text.Length == 0 ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ClinicException($"the number of epochs is '{text}'; expected a whole number.");
        var id = await trials.StartAsync(Chosen(options, form["recipe"].ToString()), form["folder"].ToString(), form["name"].ToString().Trim(), epochs, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/train/{id}");
    }

    private static async Task<IResult> TrialAsync(HttpContext context, long id, Trials trials, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var trial = await trials.GetAsync(id, cancellation);
        var folder = trials.FolderOf(trial);
        return context.Page<TrialPage>(("Trial", trial), ("Curves", RunCurves.Read(folder)), ("Figures", ModelFigures.Read(folder)), ("Lines", await clinic.Jobs.LinesAsync(id, cancellation: cancellation)));
    }

    /// <summary>The events of a training's job, for those who may train and need not see what else is worked on.</summary>
    private static async Task<IResult> EventsAsync(HttpContext context, long id, Trials trials, EventStreams streams, [FromHeader(Name = "Last-Event-ID")] string? last, CancellationToken cancellation) =>
        streams.Job(context, (await trials.GetAsync(id, cancellation)).Job.Id, last);

    private static async Task<IResult> StopAsync(HttpContext context, long id, Trials trials, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Jobs.CancelAsync((await trials.GetAsync(id, cancellation)).Job.Id, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/train/{id}");
    }

    private static async Task<IResult> KeepAsync(HttpContext context, long id, Trials trials, CancellationToken cancellation)
    {
        var trial = await trials.GetAsync(id, cancellation);
        await trials.KeepAsync(trial, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/train/{id}");
    }

    private static async Task<IResult> DiscardAsync(HttpContext context, long id, Trials trials, CancellationToken cancellation)
    {
        await trials.DiscardAsync(await trials.GetAsync(id, cancellation), context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther("/train");
    }
}
