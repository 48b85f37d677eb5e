using Lucarne.Clinic;
using Lucarne.Learning.Report;
using Lucarne.Server.Pages;
using Lucarne.Server.Reading;

namespace Lucarne.Server.Security;

/// <summary>Turns what the clinic or the reading process refuses into a page for people and problem details for programs.</summary>
internal sealed class ClinicProblems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception error) when (error is ClinicException or ReadingException or ReportException)
        {
            return Answer(context.HttpContext, error);
        }
    }

    private static object Answer(HttpContext context, Exception error)
    {
        var (status, key) = error switch
        {
            MissingException => (StatusCodes.Status404NotFound, "problem.missing"),
            StaleVersionException => (StatusCodes.Status409Conflict, "problem.stale"),
            ReadingException or ReportException => (StatusCodes.Status503ServiceUnavailable, null),
            UnavailableException { IsFull: true } => (StatusCodes.Status507InsufficientStorage, null),
            UnavailableException => (StatusCodes.Status503ServiceUnavailable, null),
            _ => (StatusCodes.Status422UnprocessableEntity, (string?)null),
        };
        if (context.Request.Path.StartsWithSegments("/api")) return Problems.Of(status, error.Message);
        var back = context.Request.Path.ToString() is { } path && path.Split('/') is ["", "studies" or "patients", var id, ..] parts ? $"/{parts[1]}/{id}" : "/";
        return context.ProblemPage(status, key is null ? Sentence(error.Message) : Visit.Of(context).Say(key), back);
    }

    private static string Sentence(string message) => message.Length == 0 ? message : char.ToUpperInvariant(message[0]) + message[1..];
}
