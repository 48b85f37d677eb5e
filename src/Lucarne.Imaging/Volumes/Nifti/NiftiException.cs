namespace Lucarne.Imaging.Volumes;

/// <summary>A NIfTI file that cannot be read or written. The message is one sentence that names the file.</summary>
public sealed class NiftiException(string file, string message) : Exception(message)
{
    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; } = file;
}
