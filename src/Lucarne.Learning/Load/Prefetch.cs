using System.Threading.Channels;

namespace Lucarne.Learning.Load;

/// <summary>
/// Makes the items of a sequence on a thread of its own, a few ahead of whoever takes them, in order. What making throws is thrown
/// to the taker.
/// </summary>
public sealed class Prefetch<T> : IDisposable where T : IDisposable
{
    private readonly Channel<T> _ready;
    private readonly CancellationTokenSource _stop;
    private readonly Thread _maker;

    /// <summary>Starts making.</summary>
    /// <param name="items">Is walked on the maker's thread.</param>
    /// <param name="ahead">How many items may wait.</param>
    /// <param name="cancellation">Ends the making.</param>
    public Prefetch(IEnumerable<T> items, int ahead, CancellationToken cancellation)
    {
        _ready = Channel.CreateBounded<T>(ahead);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _maker = new Thread(() => Make(items)) { IsBackground = true, Name = "prefetch" };
        _maker.Start();
    }

    /// <summary>The time the taker has waited so far.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>The next item; false at the end.</summary>
    public bool Take(out T item)
    {
        if (_ready.Reader.TryRead(out item!)) return true;
        var started = TimeProvider.System.GetTimestamp();
        var more = _ready.Reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult();
        Waited += TimeProvider.System.GetElapsedTime(started);
        return more && _ready.Reader.TryRead(out item!);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _maker.Join();
        while (_ready.Reader.TryRead(out var left)) left.Dispose();
        _stop.Dispose();
    }

    private void Make(IEnumerable<T> items)
    {
        try
        {
            foreach (var item in items)
            {
                try
                {
                    _ready.Writer.WriteAsync(item, _stop.Token).AsTask().GetAwaiter().GetResult();
                }
                catch
                {
                    item.Dispose();
                    throw;
                }
            }

            _ready.Writer.Complete();
        }
        catch (Exception error)
        {
            _ready.Writer.Complete(error);
        }
    }
}
