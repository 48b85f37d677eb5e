using Lucarne.Clinic.Files;

namespace Lucarne.Clinic.Uploads;

/// <summary>Writes a piece of an upload behind what is there, and says every now and then how much is on the disk.</summary>
internal sealed class UploadPiece : IAsyncDisposable
{
    private const int BufferSize = 1 << 17;
    private const long NotedEvery = 8L << 20;

    private readonly FileStream _file;

    private UploadPiece(FileStream file) => _file = file;

    /// <summary>Opens the file for one writer alone, of all processes.</summary>
    /// <exception cref="UploadBusyException">Another has it.</exception>
    public static UploadPiece Open(string path)
    {
        try
        {
            return new UploadPiece(new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous, BufferSize = 0 }));
        }
        catch (IOException error) when (!FileStore.IsFull(error))
        {
            throw new UploadBusyException();
        }
    }

    /// <summary>Writes until the piece or the file ends, or the sender gives up.</summary>
    /// <param name="content">The piece.</param>
    /// <param name="upload">How far the file is.</param>
    /// <param name="note">Is told how many bytes are on the disk.</param>
    /// <param name="cancellation">Ends the work; what has come is kept.</param>
    public async Task WriteAsync(Stream content, Upload upload, Func<long, Task> note, CancellationToken cancellation)
    {
        // What lies behind what was noted was not acknowledged, and may not be what the sender has.
        _file.SetLength(upload.ReceivedBytes);
        _file.Position = upload.ReceivedBytes;
        var noted = upload.ReceivedBytes;
        var buffer = new byte[BufferSize];
        try
        {
            for (int read; (read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
            {
                if (_file.Position + read > upload.SizeBytes) throw new ClinicException($"the piece goes beyond the {upload.SizeBytes} bytes that the file was said to have; begin the upload again with the right length.");
                await _file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None).ConfigureAwait(false);
                if (_file.Position - noted >= NotedEvery) noted = await FlushAsync(note).ConfigureAwait(false);
            }
        }
        catch (IOException error) when (FileStore.IsFull(error))
        {
            throw new UnavailableException("there is no space left on the disk that keeps the files; what had come before is kept. Free some space and go on.", error, isFull: true);
        }
        finally
        {
            if (_file.Position > noted && _file.Position <= upload.SizeBytes) await FlushAsync(note).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async Task<long> FlushAsync(Func<long, Task> note)
    {
        _file.Flush(flushToDisk: true);
        await note(_file.Position).ConfigureAwait(false);
        return _file.Position;
    }
}
