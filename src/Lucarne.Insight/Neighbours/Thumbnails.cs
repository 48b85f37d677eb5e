using System.IO.Compression;
using Lucarne.Imaging;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;

namespace Lucarne.Insight.Neighbours;

/// <summary>thumbnails.zip: a small JPEG of every picture learned from, so that similar cases can be shown where the data is not.</summary>
/// <param name="run">The run's folder.</param>
internal sealed class Thumbnails(string run) : IDisposable
{
    private const int ShortSide = 128;
    private const int Quality = 80;

    private ZipArchive? _archive;

    private string Path => System.IO.Path.Combine(run, "thumbnails.zip");

    /// <summary>The thumbnail of a picture; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Of(string file)
    {
        try
        {
            _archive ??= File.Exists(Path) ? ZipFile.OpenRead(Path) : null;
            if (_archive?.GetEntry(Entry(file)) is not { } entry) return null;
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (InvalidDataException error)
        {
            throw new PredictException($"{Path} is damaged ({error.Message.TrimEnd('.')}); `lucarne study` makes it anew");
        }
    }

    /// <summary>Writes the thumbnails; pictures that cannot be read have none.</summary>
    public void Write(IReadOnlyList<LabelledPicture> pictures, PictureLimits limits, CancellationToken cancellation)
    {
        PlacedFile.Write(Path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
            foreach (var chunk in pictures.Chunk(256))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var (picture, jpeg) in chunk.Zip(chunk.AsParallel().AsOrdered().Select(picture => Small(picture.Path, limits))))
                {
                    if (jpeg is null) continue;

                    // The time of writing stays out of the archive: the same pictures give the same bytes.
                    var entry = archive.CreateEntry(Entry(picture.File), CompressionLevel.NoCompression);
                    entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                    using var into = entry.Open();
                    into.Write(jpeg);
                }
            }
        });
    }

    /// <inheritdoc />
    public void Dispose() => _archive?.Dispose();

    private static string Entry(string file) => file + ".jpg";

    private static byte[]? Small(string path, PictureLimits limits)
    {
        try
        {
            return PictureWriter.ToJpeg(PictureReader.Read(path, new PictureReadOptions { ReduceToShortSide = ShortSide, Limits = limits }).To8Bit(), Quality);
        }
        catch (PictureException)
        {
            return null;
        }
    }
}
