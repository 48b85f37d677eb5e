namespace Lucarne.Dicom.Writing;

/// <summary>Compresses the pixels of a file that Lucarne wrote itself, through GDCM's codecs.</summary>
internal static class Recompression
{
    /// <summary>Replaces a file by itself in JPEG 2000, lossless (PS3.5 annex A.4.4).</summary>
    /// <exception cref="DicomException">GDCM cannot do it.</exception>
    public static void ToJpeg2000(string path)
    {
        using var reader = new gdcm.ImageReader();
        reader.SetFileName(path);
        if (!reader.Read()) throw new DicomException($"'{path}' was written and cannot be read back for compression; check the disk.");
        using var change = new gdcm.ImageChangeTransferSyntax();
        using var syntax = new gdcm.TransferSyntax(gdcm.TransferSyntax.TSType.JPEG2000Lossless);
        change.SetTransferSyntax(syntax);
        using var image = reader.GetImage();
        change.SetInput(image);
        if (!change.Change()) throw new DicomException($"GDCM cannot compress '{path}' as JPEG 2000; ask for another encoding.");
        using var compressed = (gdcm.Pixmap)change.GetOutputAsPixmap();
        using var file = reader.GetFile();
        using var writer = new gdcm.PixmapWriter();
        writer.SetFile(file);
        writer.SetPixmap(compressed);
        var beside = $"{path}.{Guid.NewGuid():N}.part";
        writer.SetFileName(beside);
        if (!writer.Write()) throw new DicomException($"'{beside}' cannot be written; check that the disk has room.");
        File.Move(beside, path, overwrite: true);
    }
}
