using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Runs;
using Lucarne.Server.Live;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Mvc;

namespace Lucarne.Server.Training;

/// <summary>Folders of data, as pages: what is in them, what is wrong with them, and their report.</summary>
internal static class DataEndpoints
{
    private const int LookedThrough = 200;

    public static void MapData(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/data").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>().RequireAuthorization(Access.Train);
        pages.MapGet("", (HttpContext context, DataFolders data, ServerOptions options) =>
            context.Page<DataPage>(("Folders", (IReadOnlyList<(string, Fingerprint?)>)[.. data.Names.Select(name => (name, Found(data, name)))]), ("Root", options.DataRoot)));
        pages.MapGet("/{folder}", FolderAsync);
        pages.MapGet("/{folder}/events", EventsAsync);
        pages.MapPost("/{folder}/check", CheckAsync).Guarded();
        pages.MapGet("/{folder}/report", Report);
    }

    private static async Task<IResult> FolderAsync(HttpContext context, string folder, DataFolders data, ClinicDatabase clinic, ServerOptions options, CancellationToken cancellation)
    {
        var job = await JobAsync(data, folder, clinic, cancellation);
        return context.Page<DataFolderPage>(
            ("Folder", folder), ("Found", Found(data, folder)), ("HasReport", File.Exists(PageOf(data, folder))), ("Recipes", TrainingEndpoints.Recipes(options)),
            ("Job", job), ("Lines", job is null ? [] : await clinic.Jobs.LinesAsync(job.Id, cancellation: cancellation)));
    }

    /// <summary>The events of the job that looked into a folder last, for those who may train and need not see what else is worked on.</summary>
    private static async Task<IResult> EventsAsync(HttpContext context, string folder, DataFolders data, ClinicDatabase clinic, EventStreams streams, [FromHeader(Name = "Last-Event-ID")] string? last, CancellationToken cancellation) =>
        streams.Job(context, (await JobAsync(data, folder, clinic, cancellation))?.Id ?? throw new MissingException($"check of {folder}"), last);

    private static async Task<Job?> JobAsync(DataFolders data, string folder, ClinicDatabase clinic, CancellationToken cancellation)
    {
        data.PathOf(folder);
        return (await clinic.Jobs.ListAsync(kind: JobKind.Check, limit: LookedThrough, cancellation: cancellation)).FirstOrDefault(job => CheckPayload.Of(job).Report == data.ReportOf(folder));
    }

    private static async Task<IResult> CheckAsync(HttpContext context, string folder, DataFolders data, ClinicDatabase clinic, ServerOptions options, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var payload = new CheckPayload { Recipe = TrainingEndpoints.Chosen(options, form["recipe"].ToString()), Data = data.PathOf(folder), Report = data.ReportOf(folder) };
        await clinic.Jobs.AddAsync(payload.ToJob(), context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/data/{Uri.EscapeDataString(folder)}");
    }

    private static Microsoft.AspNetCore.Http.HttpResults.PhysicalFileHttpResult Report(HttpContext context, string folder, DataFolders data)
    {
        data.PathOf(folder);
        if (!File.Exists(PageOf(data, folder))) throw new MissingException($"report of {folder}");
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Report;
        return TypedResults.PhysicalFile(PageOf(data, folder), "text/html; charset=utf-8");
    }

    private static string PageOf(DataFolders data, string folder) => Path.Combine(data.ReportOf(folder), "check.html");

    /// <summary>What was found in a folder of pictures; null where nobody has looked yet, and for scans, whose findings stand in the job's log.</summary>
    private static Fingerprint? Found(DataFolders data, string folder)
    {
        var path = new RunFolder(data.ReportOf(folder)).Fingerprint;
        try
        {
            return File.Exists(path) ? FingerprintFile.Read(path) : null;
        }
        catch (DataException)
        {
            return null;
        }
    }
}
