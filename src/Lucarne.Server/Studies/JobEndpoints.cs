using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;
using Lucarne.Server.Uploads;

namespace Lucarne.Server.Studies;

/// <summary>Work that takes longer: what workers do, and how far they are.</summary>
internal static class JobEndpoints
{
    private const int Shown = 50;

    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/jobs").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>();
        pages.MapGet("", ListAsync).RequireAuthorization(Access.See);
        pages.MapPost("/{id:long}/cancel", CancelAsync).RequireAuthorization(Access.Send).Guarded();
        pages.MapPost("/{id:long}/retry", RetryAsync).RequireAuthorization(Access.Send).Guarded();
    }

    /// <summary>Keeps a scan as it came and has a worker read it.</summary>
    public static async Task<Job> ImportAsync(IFormFile file, string recordNumber, string actor, ClinicDatabase clinic, long largest, CancellationToken cancellation)
    {
        await using var content = file.OpenReadStream();
        var stored = await clinic.Files.PutAsync(content, "application/octet-stream", largest, cancellation);
        return await clinic.Jobs.AddAsync(ScanForm.Payload(file.FileName, recordNumber).ToJob(stored.Sha256), actor, cancellation);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ClinicDatabase clinic, CancellationToken cancellation) =>
        context.Page<JobsPage>(("Jobs", await clinic.Jobs.ListAsync(limit: Shown, cancellation: cancellation)));

    private static async Task<IResult> CancelAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Jobs.CancelAsync(id, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther("/jobs");
    }

    private static async Task<IResult> RetryAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Jobs.RetryAsync(id, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther("/jobs");
    }
}
