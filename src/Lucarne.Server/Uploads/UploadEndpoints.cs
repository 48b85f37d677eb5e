using System.Globalization;
using Lucarne.Clinic;
using Lucarne.Clinic.Uploads;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lucarne.Server.Uploads;

/// <summary>
/// Large files piece by piece, by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload): core, creation and termination. What is
/// acknowledged outlives the server; a sender that lost its connection asks where to go on. The whole becomes an import's job.
/// </summary>
internal static class UploadEndpoints
{
    private const string Version = "1.0.0";
    private const string Extensions = "creation,termination";
    private const string PieceType = "application/offset+octet-stream";

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(SpeakAsync).AddEndpointFilter<ClinicProblems>().WithTags("Uploads").RequireAuthorization(Access.Send)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapMethods("/uploads", ["OPTIONS"], Can).WithSummary("What of tus this server speaks, and the largest file that it takes.");
        api.MapPost("/uploads", BeginAsync).Guarded().WithSummary("Begins an upload (tus creation): Upload-Length, and Upload-Metadata with filename and, if known, record, description and deidentified.")
            .Produces(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapMethods("/uploads/{id}", ["HEAD"], WhereAsync).WithSummary("How many bytes are there (Upload-Offset).").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/uploads/{id}", async (HttpContext context, string id, ClinicDatabase clinic, CancellationToken cancellation) => Form(await clinic.Uploads.GetAsync(id, Caller(context), cancellation)))
            .WithSummary("An upload, and the job that takes the file in once it is whole.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPatch("/uploads/{id}", AppendAsync).Guarded().WithSummary("Adds a piece (tus core): Upload-Offset, and the piece as application/offset+octet-stream.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status423Locked);
        api.MapDelete("/uploads/{id}", RemoveAsync).Guarded().WithSummary("Gives an upload up (tus termination).").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static string Caller(HttpContext context) => context.User.Identity!.Name!;

    private static object Form(Upload upload) => new { upload.Id, Length = upload.SizeBytes, Offset = upload.ReceivedBytes, upload.JobId };

    /// <summary>Every answer names the version; a request that names another is not understood. One that names none is taken as tus 1.0.</summary>
    private static async ValueTask<object?> SpeakAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers["Tus-Resumable"] = Version;
        if (http.Request.Headers.TryGetValue("Tus-Resumable", out var wanted) && wanted != Version)
        {
            http.Response.Headers["Tus-Version"] = Version;
            return Problems.Of(StatusCodes.Status412PreconditionFailed, $"the request speaks tus {wanted}; this server speaks {Version}");
        }

        return await next(context);
    }

    private static NoContent Can(HttpContext context, ServerOptions options)
    {
        var headers = context.Response.Headers;
        (headers["Tus-Version"], headers["Tus-Extension"], headers["Tus-Max-Size"]) = (Version, Extensions, options.LargestUpload.ToString(CultureInfo.InvariantCulture));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> BeginAsync(HttpContext context, ClinicDatabase clinic, ServerOptions options, CancellationToken cancellation)
    {
        if (Number(context, "Upload-Length") is not { } length)
            return Problems.Of(StatusCodes.Status400BadRequest, "the request has no Upload-Length; say how many bytes the file has");
        if (length > options.LargestUpload)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"the file is larger than {options.LargestUpload >> 20} MiB; send a smaller one, or have the limit raised");
        if (UploadMetadata.Read(context.Request.Headers["Upload-Metadata"].ToString()) is not { } said)
            return Problems.Of(StatusCodes.Status400BadRequest, "Upload-Metadata cannot be read; expected pairs of a name and a base64 value, separated by commas");
        var upload = await clinic.Uploads.BeginAsync(said.ToPayload(), length, Caller(context), cancellation);
        context.Response.Headers["Upload-Offset"] = "0";
        return TypedResults.Created($"/api/v1/uploads/{upload.Id}", Form(upload));
    }

    private static async Task<IResult> WhereAsync(HttpContext context, string id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var upload = await clinic.Uploads.GetAsync(id, Caller(context), cancellation);
        Say(context, upload);
        return TypedResults.Ok();
    }

    private static async Task<IResult> AppendAsync(HttpContext context, string id, ClinicDatabase clinic, ServerOptions options, CancellationToken cancellation)
    {
        if (context.Request.ContentType != PieceType) return Problems.Of(StatusCodes.Status415UnsupportedMediaType, $"the piece's content type is {context.Request.ContentType ?? "not named"}; expected {PieceType}");
        if (Number(context, "Upload-Offset") is not { } offset) return Problems.Of(StatusCodes.Status400BadRequest, "the request has no Upload-Offset; say where the piece begins");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = options.LargestUpload;
        try
        {
            Say(context, await clinic.Uploads.AppendAsync(id, Caller(context), offset, context.Request.Body, cancellation));
            return TypedResults.NoContent();
        }
        catch (UploadOffsetException error)
        {
            context.Response.Headers["Upload-Offset"] = error.Expected.ToString(CultureInfo.InvariantCulture);
            return Problems.Of(StatusCodes.Status409Conflict, error.Message);
        }
        catch (UploadBusyException error)
        {
            return Problems.Of(StatusCodes.Status423Locked, error.Message);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // Nobody hears this any more, as a rule: the connection broke, and what had come is kept.
            return Problems.Of(StatusCodes.Status400BadRequest, "the request ended before the piece did; ask where to go on");
        }
    }

    private static async Task<NoContent> RemoveAsync(HttpContext context, string id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Uploads.RemoveAsync(id, Caller(context), cancellation);
        return TypedResults.NoContent();
    }

    private static void Say(HttpContext context, Upload upload)
    {
        var headers = context.Response.Headers;
        headers["Upload-Offset"] = upload.ReceivedBytes.ToString(CultureInfo.InvariantCulture);
        headers["Upload-Length"] = upload.SizeBytes.ToString(CultureInfo.InvariantCulture);
        if (upload.JobId is { } job) headers.Link = $"</api/v1/jobs/{job}>; rel=\"related\"";
    }

    private static long? Number(HttpContext context, string header) =>
        long.TryParse(context.Request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
