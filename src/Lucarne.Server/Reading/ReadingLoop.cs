using Lucarne.Clinic.Readings;
using Lucarne.Insight;
using Lucarne.Learning.Predict;
using Lucarne.Torch;

namespace Lucarne.Server.Reading;

/// <summary>The reading process itself: answers one message after another until its input ends.</summary>
internal sealed class ReadingLoop(Stream input, Stream output) : IDisposable
{
    private readonly Dictionary<string, Reader> _readers = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await ReadingMessage.ReadAsync(input, cancellation) is { } message)
            await Answer(message).WriteAsync(output, cancellation);
    }

    public void Dispose()
    {
        foreach (var reader in _readers.Values) reader.Dispose();
    }

    private ReadingMessage Answer(ReadingMessage message)
    {
        var request = message.Read<ReadingRequest>();
        var parts = new List<byte[]>();
        try
        {
            var reader = Open(request.Run);
            var pictures = request.Pictures.Zip(message.Parts, (picture, bytes) => (picture.Name, Bytes: new ReadOnlyMemory<byte>(bytes))).ToList();
            var read = reader.Read(pictures);
            var replies = request.Pictures.Select((picture, index) => Reply(reader, picture, pictures[index].Bytes, read[index], parts)).ToList();
            return ReadingMessage.Of(new ReadingReply(replies, null), parts);
        }
        catch (Exception error) when (error is PredictException or TorchException or IOException)
        {
            return ReadingMessage.Of(new ReadingReply([], error.Message), []);
        }
    }

    private Reader Open(string run)
    {
        if (!_readers.TryGetValue(run, out var reader)) _readers[run] = reader = Reader.Load(run, Device.Best);
        return reader;
    }

    private static PictureReply Reply(Reader reader, AskedPicture picture, ReadOnlyMemory<byte> bytes, ReadOrRefused read, List<byte[]> parts)
    {
        if (read.Reading is not { } reading) return new PictureReply(null, read.Refusal);
        var made = picture.Explain ? ReadPicture.Explained(reader, bytes.Span, reading) : ReadPicture.Of(reader, reading);
        return new PictureReply(made.Answer, null)
        {
            Display = Put(parts, made.Display),
            HeatMap = Put(parts, made.HeatMap),
            Thumbnails = [.. made.Thumbnails.Select(thumbnail => Put(parts, thumbnail))],
            Width = made.Width,
            Height = made.Height,
        };
    }

    private static int? Put(List<byte[]> parts, byte[]? bytes)
    {
        if (bytes is null) return null;
        parts.Add(bytes);
        return parts.Count - 1;
    }
}
