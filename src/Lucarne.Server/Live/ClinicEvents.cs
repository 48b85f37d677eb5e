using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Lucarne.Clinic;
using Lucarne.Clinic.Audit;

namespace Lucarne.Server.Live;

/// <summary>That something of the clinic has changed.</summary>
/// <param name="Action">What was done, as the audit trail names it: <c>finding.added</c>.</param>
/// <param name="Subject">Of what: <c>finding/17</c>.</param>
/// <param name="At">When.</param>
internal sealed record ClinicChange(string Action, string Subject, DateTimeOffset At);

/// <summary>What changes in the clinic, as server-sent events, so that a list that is open stays true. Who did it and to whom is not said.</summary>
internal static class ClinicEvents
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly string[] Subjects = ["study/", "image/", "finding/", "recommendation/", "job/", "patient/", "task/", "measurement/", "model/"];

    /// <summary>Follows the clinic for as long as a stream may last; a browser then asks again and goes on where it was.</summary>
    /// <param name="clinic">The clinic.</param>
    /// <param name="after">The number of the last change that is known; null: from now on.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static async IAsyncEnumerable<SseItem<object>> FollowAsync(ClinicDatabase clinic, long? after, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pulse = new StreamPulse(clock);
        var number = after ?? await clinic.Audit.LastNumberAsync(cancellation);
        yield return pulse.Of("ready", new { number }, $"{number}");
        while (!pulse.IsOver)
        {
            foreach (var entry in await clinic.Audit.AfterAsync(number, cancellation))
            {
                number = entry.Number;
                if (IsChange(entry)) yield return pulse.Of("change", new ClinicChange(entry.Action, entry.Subject, entry.At), $"{number}");
            }

            if (pulse.IsSilent) yield return pulse.Of("ready", new { number }, $"{number}");
            await Task.Delay(Tick, clock, cancellation);
        }
    }

    private static bool IsChange(AuditEntry entry) => !entry.Action.EndsWith(".opened", StringComparison.Ordinal) && Subjects.Any(subject => entry.Subject.StartsWith(subject, StringComparison.Ordinal));
}
