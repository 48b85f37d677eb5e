using System.Globalization;
using System.Threading.RateLimiting;
using Lucarne.Server.Security;

namespace Lucarne.Server;

/// <summary>How often one caller may ask: nobody can keep the server from the others, and nobody can try passwords quickly.</summary>
internal static class RateLimits
{
    private const string SignIn = "sign-in";
    private const int SegmentsPerMinute = 6;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddRateLimits(this IServiceCollection services, ServerOptions options) => services.AddRateLimiter(limits =>
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Policies.IsFromThisMachine(context)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Math.Max(1, options.RequestsPerMinute / 2),
                TokensPerPeriod = Math.Max(1, options.RequestsPerMinute / 60),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
        limits.AddPolicy(SignIn, context => RateLimitPartition.GetSlidingWindowLimiter(Address(context), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = options.SignInsPerMinute,
            Window = Minute,
            SegmentsPerWindow = SegmentsPerMinute,
        }));
        limits.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected.HttpContext, rejected.Lease));
    });

    /// <summary>The stricter limit of endpoints at which passwords can be tried, by the address that they are tried from.</summary>
    public static RouteHandlerBuilder LimitedAsSignIn(this RouteHandlerBuilder endpoint) => endpoint.RequireRateLimiting(SignIn);

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : (int)Minute.TotalSeconds / SegmentsPerMinute;
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, $"too many requests came from here; try again in {wait} seconds").ExecuteAsync(context);
    }

    /// <summary>A person or a key wherever it comes from, else the address: colleagues behind one address do not share a limit once they have signed in.</summary>
    private static string Caller(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { } name } ? "user " + name : Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
