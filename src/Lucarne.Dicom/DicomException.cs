namespace Lucarne.Dicom;

/// <summary>DICOM that cannot be read or used. The message is one sentence: the file or series, what was found, what was expected, what to do.</summary>
public sealed class DicomException : Exception
{
    /// <summary>With a sentence.</summary>
    public DicomException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence and what lies under it.</summary>
    public DicomException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
