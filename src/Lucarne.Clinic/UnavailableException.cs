namespace Lucarne.Clinic;

/// <summary>The database or the disk does not do its part; nothing is wrong with what was asked, and asking again later may help.</summary>
/// <param name="message">One sentence.</param>
/// <param name="inner">What lay underneath.</param>
/// <param name="isFull">Whether there is no space left.</param>
public sealed class UnavailableException(string message, Exception inner, bool isFull = false) : ClinicException(message, inner)
{
    /// <summary>Whether there is no space left.</summary>
    public bool IsFull { get; } = isFull;
}
