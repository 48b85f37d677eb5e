using Lucarne.Learning.Load;

namespace Lucarne.Learning.Tests.Load;

public class PrefetchTests
{
    [Fact]
    public void Items_come_in_order_and_then_no_more()
    {
        using var prefetch = new Prefetch<Item>(Items(20), 3, default);
        for (var i = 0; i < 20; i++)
        {
            Assert.True(prefetch.Take(out var item));
            Assert.Equal(i, item.Number);
        }

        Assert.False(prefetch.Take(out _));
        Assert.False(prefetch.Take(out _));
    }

    [Fact]
    public void No_more_items_are_made_ahead_than_may_wait()
    {
        var made = new List<Item>();
        using var prefetch = new Prefetch<Item>(Items(20, made), 3, default);
        Assert.True(prefetch.Take(out _));
        Thread.Sleep(100);

        // One taken, three waiting, and one made that waits for a place.
        lock (made) Assert.InRange(made.Count, 1, 5);
    }

    [Fact]
    public void What_making_throws_reaches_the_taker_after_the_items_before_it()
    {
        using var prefetch = new Prefetch<Item>(Items(2).Concat(Failing()), 3, default);
        Assert.True(prefetch.Take(out _));
        Assert.True(prefetch.Take(out _));
        Assert.Equal("the disk is gone", Assert.Throws<IOException>(() => prefetch.Take(out _)).Message);
    }

    [Fact]
    public void Disposal_stops_the_maker_and_releases_what_nobody_took()
    {
        var made = new List<Item>();
        var prefetch = new Prefetch<Item>(Items(int.MaxValue, made), 3, default);
        Assert.True(prefetch.Take(out var taken));
        prefetch.Dispose();
        var count = made.Count;
        Assert.InRange(count, 1, 6);
        Assert.All(made, item => Assert.Equal(item != taken, item.Released));
        Thread.Sleep(50);
        Assert.Equal(count, made.Count);
    }

    [Fact]
    public void Cancelling_wakes_a_taker_that_waits()
    {
        using var stop = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        using var prefetch = new Prefetch<Item>(Waiting(gate, stop.Token), 1, stop.Token);
        stop.CancelAfter(50);
        Assert.ThrowsAny<OperationCanceledException>(() => prefetch.Take(out _));
    }

    [Fact]
    public void Waiting_is_counted_only_while_there_is_nothing_to_take()
    {
        using var prefetch = new Prefetch<Item>(Slow(), 1, default);
        Assert.True(prefetch.Take(out _));
        Assert.InRange(prefetch.Waited, TimeSpan.FromMilliseconds(60), TimeSpan.FromSeconds(20));
    }

    private static IEnumerable<Item> Items(int count, List<Item>? made = null)
    {
        for (var i = 0; i < count; i++)
        {
            var item = new Item(i);
            if (made is not null)
            {
                lock (made) made.Add(item);
            }

            yield return item;
        }
    }

    private static IEnumerable<Item> Slow()
    {
        Thread.Sleep(100);
        yield return new Item(0);
    }

    private static IEnumerable<Item> Failing() => Enumerable.Range(0, 1).Select<int, Item>(_ => throw new IOException("the disk is gone"));

    private static IEnumerable<Item> Waiting(ManualResetEventSlim gate, CancellationToken stop)
    {
        gate.Wait(stop);
        yield return new Item(0);
    }

    private sealed class Item(int number) : IDisposable
    {
        public int Number => number;

        public bool Released { get; private set; }

        public void Dispose() => Released = true;
    }
}
