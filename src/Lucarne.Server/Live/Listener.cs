using System.Security.Claims;
using Lucarne.Clinic;
using Lucarne.Server.Security;

namespace Lucarne.Server.Live;

/// <summary>Whoever hears a stream. A stream outlives the request's first look at the session, so the session is looked at again before an event goes out.</summary>
internal sealed class Listener(ClaimsPrincipal user, ClinicDatabase clinic, TimeProvider clock)
{
    // A job's log comes in bursts of lines, and each need not ask the database.
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);

    private long _asked = clock.GetTimestamp();

    /// <summary>Whether the next event may still go out.</summary>
    public async ValueTask<bool> MayHearAsync(CancellationToken cancellation)
    {
        if (clock.GetElapsedTime(_asked) < Trusted) return true;
        _asked = clock.GetTimestamp();
        return await Sessions.StandsAsync(user, clinic, cancellation);
    }
}
