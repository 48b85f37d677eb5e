namespace Lucarne.Learning.Folders;

/// <summary>Data that cannot be used; the message is one sentence naming the file or folder, what was found, what was expected and
/// what to do.</summary>
public sealed class DataException : Exception
{
    /// <summary>Makes the error with the sentence a person will read.</summary>
    public DataException(string message) : base(message)
    {
    }

    /// <summary>Makes the error with the sentence a person will read and what lay underneath.</summary>
    public DataException(string message, Exception inner) : base(message, inner)
    {
    }
}
