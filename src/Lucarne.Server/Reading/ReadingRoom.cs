using System.Threading.Channels;
using Lucarne.Clinic.Readings;
using Lucarne.Server.Operations;

namespace Lucarne.Server.Reading;

/// <summary>
/// Where pictures wait for the network: those that come together go through it together, and a picture that kills the reading process is
/// refused while its neighbours are read again.
/// </summary>
internal sealed partial class ReadingRoom(ServerOptions options, ServerMetrics metrics, TimeProvider clock, ILogger<ReadingRoom> log) : BackgroundService
{
    /// <summary>Pictures that go through the network together at most.</summary>
    public const int LargestBatch = 32;

    /// <summary>A picture that was with so many processes when they ended is refused.</summary>
    private const int MostDeaths = 3;

    /// <summary>Bytes of pictures that wait or are read, all together; more are refused until some are done.</summary>
    private const long MostHeldBytes = 512L << 20;

    /// <summary>Bytes that go through the network together; a picture larger than this goes alone.</summary>
    private const long MostBatchBytes = 64L << 20;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    private readonly Channel<Waiting> _channel = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.LongestQueue) { SingleReader = true });
    private ReadingProcess? _process;
    private bool _isCrowded;
    private long _heldBytes;

    /// <summary>The id of the process that reads now; null before the first picture.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>Whether a picture has been read, or the room was warmed, so that the next one is answered at once.</summary>
    public bool IsWarm { get; private set; }

    /// <summary>Reads one picture with a run's network.</summary>
    /// <exception cref="ReadingException">The run cannot answer, or too many pictures wait.</exception>
    public async Task<PictureResult> ReadAsync(string run, string name, byte[] bytes, bool explain, CancellationToken cancellation)
    {
        var waiting = new Waiting(run, new AskedPicture(name, explain), bytes, cancellation);
        try
        {
            if (Interlocked.Add(ref _heldBytes, bytes.Length) > MostHeldBytes || !_channel.Writer.TryWrite(waiting))
                throw new ReadingException("too many pictures are waiting already; try again in a few seconds", isBusy: true);
            metrics.QueueLength(_channel.Reader.Count);
            return await waiting.Result.Task.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Add(ref _heldBytes, -bytes.Length);
        }
    }

    /// <summary>Starts the process and loads a run, so that the first picture does not wait for it.</summary>
    public async Task WarmAsync(string run, CancellationToken cancellation)
    {
        var waiting = new Waiting(run, null, [], cancellation);
        await _channel.Writer.WriteAsync(waiting, cancellation);
        await waiting.Result.Task.WaitAsync(cancellation);
    }

    public override void Dispose()
    {
        _process?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var held = default(Waiting);
        while (held is not null || await _channel.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Waiting>();
            held = await GatherAsync(batch, held, stoppingToken);
            metrics.QueueLength(_channel.Reader.Count);
            batch.RemoveAll(waiting => waiting.Cancellation.IsCancellationRequested);
            if (batch.Count > 0) await ReadAsync(batch, deaths: 0, stoppingToken);
        }
    }

    /// <summary>Fills a batch with pictures for one run.</summary>
    /// <returns>The first picture that belongs to another batch; null where none has come.</returns>
    private async Task<Waiting?> GatherAsync(List<Waiting> batch, Waiting? first, CancellationToken stopping)
    {
        if (first is not null) batch.Add(first);
        var started = clock.GetTimestamp();
        while (batch.Count < LargestBatch)
        {
            while (batch.Count < LargestBatch && _channel.Reader.TryRead(out var next))
            {
                if (batch.Count > 0 && (next.Run != batch[0].Run || batch.Sum(one => one.Bytes.LongLength) + next.Bytes.Length > MostBatchBytes)) return next;
                batch.Add(next);
            }

            // One more look after a moment, where several came last time: clients that were answered together ask again together.
            if (batch.Count >= LargestBatch || !(_isCrowded || batch.Count > 1) || clock.GetElapsedTime(started) >= Gathering) break;
            await Task.Delay(Gathering, clock, stopping);
        }

        _isCrowded = batch.Count > 1;
        return null;
    }

    private async Task ReadAsync(List<Waiting> batch, int deaths, CancellationToken stopping)
    {
        try
        {
            await AskAsync(batch, stopping);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or System.Text.Json.JsonException or OperationCanceledException && !stopping.IsCancellationRequested)
        {
            Drop();
            ReadingProcessEnded(log, batch.Count);
            if (batch is [var only] && deaths + 1 >= MostDeaths) only.Result.TrySetResult(new PictureResult(null, $"{only.Picture?.Name ?? only.Run}: the process that reads pictures ended {MostDeaths} times while reading this file, which is not read again. If it is a sound picture, save it anew as PNG and send that."));
            else foreach (var waiting in batch) await ReadAsync([waiting], deaths + 1, stopping);
        }
        catch (ReadingException error)
        {
            foreach (var waiting in batch) waiting.Result.TrySetException(error);
        }
    }

    private async Task AskAsync(List<Waiting> batch, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(Longest);
        _process ??= ReadingProcess.Start(options.Program);
        var pictures = batch.Where(waiting => waiting.Picture is not null).ToList();
        var started = clock.GetTimestamp();
        var message = await _process.AskAsync(
            ReadingMessage.Of(new ReadingRequest(batch[0].Run, [.. pictures.Select(waiting => waiting.Picture!)]), [.. pictures.Select(waiting => waiting.Bytes)]), limit.Token);
        var reply = message.Read<ReadingReply>();
        if (reply.Fault is { } fault) throw new ReadingException(fault);
        IsWarm = true;
        if (pictures.Count > 0) metrics.ModelAnswered(clock.GetElapsedTime(started), pictures.Count);
        for (var i = 0; i < pictures.Count; i++) pictures[i].Result.TrySetResult(Result(reply.Replies[i], message.Parts));
        foreach (var warming in batch.Where(waiting => waiting.Picture is null)) warming.Result.TrySetResult(new PictureResult(null, null));
    }

    private static PictureResult Result(PictureReply reply, IReadOnlyList<byte[]> parts)
    {
        return new(reply.Answer is { } answer
            ? new ReadPicture(answer) { Display = Part(reply.Display), HeatMap = Part(reply.HeatMap), Thumbnails = [.. reply.Thumbnails.Select(Part)], Width = reply.Width, Height = reply.Height }
            : null, reply.Refusal);

        byte[]? Part(int? number) => number is { } place ? parts[place] : null;
    }

    private void Drop()
    {
        _process?.Dispose();
        _process = null;
        IsWarm = false;
        metrics.ReadingProcessEnded();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reading process ended while it read {Count} pictures; another is started.")]
    private static partial void ReadingProcessEnded(ILogger log, int count);

    private sealed record Waiting(string Run, AskedPicture? Picture, byte[] Bytes, CancellationToken Cancellation)
    {
        public TaskCompletionSource<PictureResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
