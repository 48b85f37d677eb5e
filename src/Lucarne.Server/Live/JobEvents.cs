using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Lucarne.Clinic;

namespace Lucarne.Server.Live;

/// <summary>How far a job is.</summary>
/// <param name="Status">Queued, Running, Done, Failed, Cancelled or Quarantined.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Text">What it is at.</param>
internal sealed record JobProgress(string Status, double Progress, string? Text);

/// <summary>A job's life as server-sent events: <c>progress</c>, <c>line</c> of its log, and <c>end</c>.</summary>
internal static class JobEvents
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Follows a job until it is over, or for as long as a stream may last; a browser then asks again and goes on where it was.</summary>
    /// <param name="clinic">The clinic.</param>
    /// <param name="id">Which job.</param>
    /// <param name="after">The number of the last line that is known.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static async IAsyncEnumerable<SseItem<object>> FollowAsync(ClinicDatabase clinic, long id, long after, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pulse = new StreamPulse(clock);
        JobProgress? told = null;
        while (!pulse.IsOver)
        {
            // The job is read before its lines: one that is over then has no line that is not read.
            var job = await clinic.Jobs.GetAsync(id, cancellation);
            foreach (var line in await clinic.Jobs.LinesAsync(id, after, cancellation))
            {
                after = line.Number;
                yield return pulse.Of("line", line, $"{line.Number}");
            }

            var now = new JobProgress(job.Status.ToString(), job.Progress, job.ProgressText);
            if (now != told || pulse.IsSilent) yield return pulse.Of("progress", told = now);
            if (job.IsOver)
            {
                yield return pulse.Of("end", JobForm.Of(job));
                yield break;
            }

            await Task.Delay(Tick, clock, cancellation);
        }
    }
}
