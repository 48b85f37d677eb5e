namespace Lucarne.Dicom.Elements;

/// <summary>A file and what a person calls it: for one that came out of an archive, the archive and the name in it.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Shown">What sentences call it.</param>
internal sealed record SourceFile(string Path, string Shown)
{
    public SourceFile(string path)
        : this(path, path)
    {
    }
}
