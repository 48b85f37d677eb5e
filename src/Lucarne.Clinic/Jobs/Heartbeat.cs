namespace Lucarne.Clinic.Jobs;

/// <summary>Keeps a worker's hold on a job while the work runs, passes on progress and log, and ends the work when it is no longer wanted.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly JobQueue _queue;
    private readonly JobLease _lease;
    private readonly JobContext _context;
    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _beating;

    /// <param name="queue">The queue.</param>
    /// <param name="lease">The hold.</param>
    /// <param name="context">The work.</param>
    /// <param name="work">Ends the work.</param>
    public Heartbeat(JobQueue queue, JobLease lease, JobContext context, CancellationTokenSource work)
    {
        (_queue, _lease, _context, _work) = (queue, lease, context, work);
        _beating = Task.Run(BeatAsync);
    }

    /// <summary>What was last heard of the hold.</summary>
    public LeaseState State { get; private set; } = LeaseState.Held;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task BeatAsync()
    {
        var told = _context.Progress;
        var silence = TimeSpan.Zero;
        while (!_over.IsCancellationRequested)
        {
            await Task.Delay(Tick, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            silence += Tick;
            try
            {
                await WriteLinesAsync().ConfigureAwait(false);
                var now = _context.Progress;
                if (_over.IsCancellationRequested || (ReferenceEquals(now, told) && silence < LongestSilence)) continue;
                (told, silence) = (now, TimeSpan.Zero);
                State = await _queue.RenewAsync(_lease, now.Item1, now.Item2, CancellationToken.None).ConfigureAwait(false);
                if (State != LeaseState.Held) await _work.CancelAsync().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A database that does not answer for a while must not end the work; the lease outlasts it, or is lost and says so.
            catch (Exception)
#pragma warning restore CA1031
            {
                silence = LongestSilence;
            }
        }
    }

    private async Task WriteLinesAsync()
    {
        while (_context.TryNextLine(out var text)) await _queue.LogAsync(_lease, text!, CancellationToken.None).ConfigureAwait(false);
    }
}
