namespace Lucarne.Server.Operations;

/// <summary>Counts every request under its route's pattern.</summary>
internal sealed class RequestCounting(RequestDelegate next, ServerMetrics metrics, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
            metrics.Requested(context.Request.Method, route, context.Response.StatusCode, clock.GetElapsedTime(started));
        }
    }
}
