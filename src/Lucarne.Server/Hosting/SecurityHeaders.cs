namespace Lucarne.Server;

/// <summary>What browsers are told about every answer: nothing from elsewhere, no script or style inside a page, never inside a foreign frame.</summary>
internal static class SecurityHeaders
{
    private const string Pages = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A run's report is one page that carries its style and its scripts inside. It runs in a sandbox: to the browser it comes from nowhere,
    /// and has neither this server's cookies nor its pages.</summary>
    public const string Report = "sandbox allow-scripts; default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'";

    // The page of the API carries its style inside.
    private const string ApiPage = "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/docs") ? ApiPage : Pages;
        // What is said of patients stays in no cache; pictures, which are asked for again and again, say otherwise themselves.
        if (!context.Request.Path.StartsWithSegments("/assets") && !context.Request.Path.StartsWithSegments("/docs")) headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    });
}
