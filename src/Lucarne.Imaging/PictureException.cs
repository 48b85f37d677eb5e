namespace Lucarne.Imaging;

/// <summary>Why a picture was refused.</summary>
public enum PictureFault
{
    /// <summary>No file is there.</summary>
    Missing,
    /// <summary>The file is there and cannot be read (rights, device).</summary>
    Unreadable,
    /// <summary>The file has no bytes.</summary>
    Empty,
    /// <summary>The content is none of the formats that are read.</summary>
    NotAPicture,
    /// <summary>The header says that the picture has no columns or no rows.</summary>
    ZeroSize,
    /// <summary>More pixels or more bytes than the limits allow.</summary>
    TooLarge,
    /// <summary>The file ends before its pixels do.</summary>
    Truncated,
    /// <summary>The content contradicts its format.</summary>
    Corrupt,
    /// <summary>A rare form of the format that is not decoded.</summary>
    Unsupported,
}

/// <summary>A picture that cannot be read. The message is one sentence that names the file.</summary>
public sealed class PictureException(PictureFault fault, string file, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public PictureFault Fault { get; } = fault;

    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; } = file;
}
