using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Discovery;

/// <summary>Finds DICOM files under a path: a file, a folder or a zip, nested and mixed, whatever they are called.</summary>
/// <param name="archive">Takes zips.</param>
internal sealed class FileSearch(DicomArchive archive)
{
    private readonly List<SourceFile> _found = [];
    private readonly List<LeftOut> _leftOut = [];

    /// <summary>Searches.</summary>
    /// <returns>DICOM files and the others, both sorted.</returns>
    /// <exception cref="DicomException">There is no such path, or a zip is damaged or dishonest.</exception>
    public (IReadOnlyList<SourceFile> Found, IReadOnlyList<LeftOut> LeftOut) Search(string path, CancellationToken token)
    {
        if (Directory.Exists(path)) SearchFolder(new DirectoryInfo(path), token);
        else if (File.Exists(path)) Look(path, token);
        else throw new DicomException($"There is no '{path}'; give a DICOM file, a folder or a zip of them.");
        return ([.. _found.OrderBy(file => file.Shown, StringComparer.Ordinal)], [.. _leftOut.OrderBy(file => file.File, StringComparer.Ordinal)]);
    }

    // Links to folders are not followed: they may lead back up.
    private void SearchFolder(DirectoryInfo folder, CancellationToken token)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            token.ThrowIfCancellationRequested();
            if (entry is not DirectoryInfo inner) Look(entry.FullName, token);
            else if (inner.LinkTarget is null) SearchFolder(inner, token);
        }
    }

    private void Look(string path, CancellationToken token)
    {
        // It lists the files beside it, which are found anyway.
        if (Path.GetFileName(path).Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase)) return;
        try
        {
            switch (FileKinds.Of(path))
            {
                case FileKind.Zip:
                    archive.Unpack(new SourceFile(path), _found.Add, shown => _leftOut.Add(new LeftOut(shown, LeftOutKind.NotDicom, $"'{shown}' is not DICOM.")), token);
                    break;
                case FileKind.Dicom:
                    _found.Add(new SourceFile(path));
                    break;
                default:
                    _leftOut.Add(new LeftOut(path, LeftOutKind.NotDicom, $"'{path}' is not DICOM."));
                    break;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _leftOut.Add(new LeftOut(path, LeftOutKind.Damaged, $"'{path}' cannot be opened ({error.Message.TrimEnd('.')})."));
        }
    }
}
