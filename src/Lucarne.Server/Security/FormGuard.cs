using Lucarne.Server.Pages;
using Microsoft.AspNetCore.Antiforgery;

namespace Lucarne.Server.Security;

/// <summary>
/// Refuses what another site makes a browser send: forms carry a token that only Lucarne's own pages hold. A program's key is never sent by
/// a browser of its own accord and needs none.
/// </summary>
internal sealed class FormGuard(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (KeyAuthentication.IsShown(request)) return await next(context);
        try
        {
            await antiforgery.ValidateRequestAsync(context.HttpContext);
        }
        catch (AntiforgeryValidationException)
        {
            return request.Path.StartsWithSegments("/api")
                ? Problems.Of(StatusCodes.Status400BadRequest, "the request carries no token of a page of this server; send it with an API key, or from a page")
                : context.HttpContext.ProblemPage(StatusCodes.Status400BadRequest, Visit.Of(context.HttpContext).Say("problem.form"));
        }

        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException or IOException)
        {
            var isTooLarge = error is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } || error.Message.Contains("length limit", StringComparison.Ordinal);
            return Problems.Of(isTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, isTooLarge ? "the file is larger than this server takes; send a smaller one" : "the request ended early or its parts cannot be told apart; send it again");
        }

        return await next(context);
    }
}

/// <summary>Marks endpoints that change something.</summary>
internal static class FormGuards
{
    /// <summary>Guards an endpoint that forms or scripts of pages send to.</summary>
    public static RouteHandlerBuilder Guarded(this RouteHandlerBuilder endpoint) => endpoint.DisableAntiforgery().AddEndpointFilter<FormGuard>().WithMetadata(typeof(FormGuard));
}
