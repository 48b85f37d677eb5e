using System.Net.ServerSentEvents;

namespace Lucarne.Server.Live;

/// <summary>Makes a stream's events, and says when it has been silent too long for the proxies on its way, and when it has lasted long enough:
/// a browser asks again by itself, and is then looked at again.</summary>
/// <param name="clock">The clock.</param>
internal sealed class StreamPulse(TimeProvider clock)
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private readonly long _began = clock.GetTimestamp();
    private long _last = clock.GetTimestamp();

    /// <summary>Whether the stream has lasted long enough.</summary>
    public bool IsOver => clock.GetElapsedTime(_began) > Longest;

    /// <summary>Whether something must be said, if only that nothing is new.</summary>
    public bool IsSilent => clock.GetElapsedTime(_last) > LongestSilence;

    /// <summary>An event.</summary>
    /// <param name="name">What listeners know it by.</param>
    /// <param name="data">What is sent as JSON.</param>
    /// <param name="id">What a browser that asks again names as the last it has seen; null leaves that as it is.</param>
    public SseItem<object> Of(string name, object data, string? id = null)
    {
        _last = clock.GetTimestamp();
        return new SseItem<object>(data, name) { EventId = id, ReconnectionInterval = AskAgainAfter };
    }
}
