using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;

namespace Lucarne.Server.Studies;

/// <summary>Scans as volumes, and doctors' versions of what networks drew in them.</summary>
internal static class ScanEndpoints
{
    public static void MapScans(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/studies/{id:long}").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>();
        pages.MapGet("/images/{image:long}/volume", VolumeAsync).RequireAuthorization(Access.See);
        pages.MapGet("/corrections/{correction:long}/{role}", CorrectionFileAsync).RequireAuthorization(Access.See);
        pages.MapPost("/findings/{finding:long}/corrections", CorrectAsync).RequireAuthorization(Access.Decide).Guarded();
    }

    /// <summary>The volume as Lucarne wrote it, NIfTI packed by gzip.</summary>
    private static async Task<IResult> VolumeAsync(HttpContext context, long id, long image, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var found = await clinic.Studies.ImageAsync(image, cancellation);
        if (found.StudyId != id || found.VolumeSha256 is not { } file) throw new MissingException($"image/{image}");
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "volume.opened", $"study/{id}", $"image/{image}", cancellation);
        return StudyEndpoints.File(context, clinic, file, StudyEndpoints.Download, "scan.nii.gz");
    }

    private static async Task<IResult> CorrectionFileAsync(HttpContext context, long id, long correction, string role, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var found = await clinic.Corrections.GetAsync(correction, cancellation);
        return found.StudyId == id && found.Files.FirstOrDefault(file => file.Role == role) is { } file
            ? StudyEndpoints.File(context, clinic, file.FileSha256, StudyEndpoints.MediaTypeOf(file.FileName), file.FileName)
            : throw new MissingException($"correction/{correction}");
    }

    /// <summary>Keeps the file as it came and has a worker look at it.</summary>
    private static async Task<IResult> CorrectAsync(HttpContext context, long id, long finding, ClinicDatabase clinic, ServerOptions options, CancellationToken cancellation)
    {
        var visit = Visit.Of(context);
        var form = await context.Request.ReadFormAsync(cancellation);
        var found = await clinic.Findings.GetAsync(finding, cancellation);
        if (found.StudyId != id) throw new MissingException($"finding/{finding}");
        if (form.Files.GetFile("file") is not { Length: > 0 } file) throw new ClinicException(visit.Say("contours.no-file"));
        var version = long.TryParse(form["version"], out var seen) ? seen : throw new ClinicException("the form does not say which version of the study was seen; open the study again.");
        var study = await clinic.Studies.GetAsync(id, cancellation);
        if (study.Version != version) throw new StaleVersionException($"study/{id}", version, study.Version);
        await using var content = file.OpenReadStream();
        var stored = await clinic.Files.PutAsync(content, StudyEndpoints.Download, options.LargestUpload, cancellation);
        var words = form["comment"].ToString().Trim();
        var payload = new CorrectPayload
        {
            FindingId = finding,
            FileName = Path.GetFileName(file.FileName),
            StudyVersion = version,
            Doctor = context.User.Identity!.Name!,
            Comment = words.Length > 0 ? words : visit.Say("contours.said"),
        };
        await clinic.Jobs.AddAsync(payload.ToJob(stored.Sha256, id), context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/studies/{id}");
    }
}
