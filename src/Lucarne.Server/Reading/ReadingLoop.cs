using Lucarne.Clinic.Readings;
using Lucarne.Insight;
using Lucarne.Insight.Explanation;
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
            var pictures = request.Pictures.Zip(message.Parts, (asked, bytes) => (asked.Explain, Picture: (asked.Name, new ReadOnlyMemory<byte>(bytes)))).ToList();
            var explained = reader.ReadAndExplain([.. pictures.Where(one => one.Explain).Select(one => one.Picture)], ExplanationRequest.Default).SelectMany(batch => batch)
                .Select(seen => Reply(seen.Refusal, () => ReadPicture.Explained(reader, seen), parts)).ToList();
            var read = reader.Read([.. pictures.Where(one => !one.Explain).Select(one => one.Picture)])
                .Select(one => Reply(one.Refusal, () => ReadPicture.Of(reader, one.Reading!), parts)).ToList();
            var (nextExplained, nextRead) = (0, 0);
            return ReadingMessage.Of(new ReadingReply([.. pictures.Select(one => one.Explain ? explained[nextExplained++] : read[nextRead++])], null), parts);
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

    private static PictureReply Reply(string? refusal, Func<ReadPicture> make, List<byte[]> parts)
    {
        if (refusal is not null) return new PictureReply(null, refusal);
        var made = make();
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
