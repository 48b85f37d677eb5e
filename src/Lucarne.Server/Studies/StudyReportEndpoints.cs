using Lucarne.Clinic;
using Lucarne.Server.Models;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;

namespace Lucarne.Server.Studies;

/// <summary>A study on paper: as a page, and printed.</summary>
internal static class StudyReportEndpoints
{
    public static void MapStudyReports(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/studies/{id:long}").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>().RequireAuthorization(Access.See);
        pages.MapGet("/report", PageAsync);
        pages.MapGet("/report.pdf", PdfAsync);
    }

    private static async Task<IResult> PageAsync(HttpContext context, long id, ClinicDatabase clinic, ModelCatalogue catalogue, TimeProvider clock, CancellationToken cancellation)
    {
        var view = await StudyView.LoadAsync(clinic, catalogue, id, cancellation);
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "study.opened", $"study/{id}", "report", cancellation);
        return context.Page<StudyReport>(("View", view), ("Made", clock.GetUtcNow()));
    }

    private static async Task<IResult> PdfAsync(HttpContext context, long id, ClinicDatabase clinic, ModelCatalogue catalogue, StudyPrinting printing, CancellationToken cancellation)
    {
        var view = await StudyView.LoadAsync(clinic, catalogue, id, cancellation);
        var pdf = await printing.PrintAsync(view, Visit.Of(context), cancellation);
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "study.printed", $"study/{id}", cancellation: cancellation);
        return TypedResults.File(pdf, "application/pdf", $"study-{id}.pdf");
    }
}
