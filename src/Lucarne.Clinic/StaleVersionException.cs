namespace Lucarne.Clinic;

/// <summary>Somebody else changed a row since it was read; nothing was written, and the message says what to do.</summary>
/// <param name="subject">What was to be changed, as the audit trail names it: <c>study/17</c>.</param>
/// <param name="expected">The version that was read.</param>
/// <param name="found">The version that stands there now.</param>
public sealed class StaleVersionException(string subject, long expected, long found)
    : ClinicException($"{subject} has been changed since it was opened (version {expected} was opened, {found} stands there now); open it again, look at what is new, and repeat what you meant to do.")
{
    /// <summary>What was to be changed.</summary>
    public string Subject { get; } = subject;

    /// <summary>The version that stands there now.</summary>
    public long Found { get; } = found;
}
