namespace Lucarne.Clinic;

/// <summary>There is no such thing in the database.</summary>
/// <param name="subject">What was asked for, as the audit trail names it: <c>study/17</c>.</param>
public sealed class MissingException(string subject) : ClinicException($"there is no {subject} in this database; it may have been removed, or the address is mistyped.")
{
    /// <summary>What was asked for.</summary>
    public string Subject { get; } = subject;
}
