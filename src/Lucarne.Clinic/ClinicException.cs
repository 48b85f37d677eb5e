namespace Lucarne.Clinic;

/// <summary>What was asked cannot be done; the message is one sentence that says what was found, what was expected and what to do.</summary>
public class ClinicException : Exception
{
    /// <summary>Makes the error with the sentence a person will read.</summary>
    public ClinicException(string message) : base(message)
    {
    }

    /// <summary>Makes the error with the sentence a person will read and what lay underneath.</summary>
    public ClinicException(string message, Exception inner) : base(message, inner)
    {
    }
}
