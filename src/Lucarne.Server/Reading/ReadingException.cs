namespace Lucarne.Server.Reading;

/// <summary>The reading process could not answer; the message says why and what to do.</summary>
/// <param name="message">One sentence.</param>
/// <param name="isBusy">Whether asking again later may help.</param>
internal sealed class ReadingException(string message, bool isBusy = false) : Exception(message)
{
    public bool IsBusy { get; } = isBusy;
}
