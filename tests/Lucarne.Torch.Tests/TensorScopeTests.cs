namespace Lucarne.Torch.Tests;

public class TensorScopeTests
{
    [Fact]
    public void A_scope_releases_what_was_made_in_it_and_nothing_else()
    {
        using var before = Tensor.Zeros([1]);
        Tensor made, lasting;
        using (new TensorScope())
        {
            made = before + 1;
            lasting = (before + 2).Persist();
        }

        Assert.Throws<ObjectDisposedException>(() => made.Shape);
        Assert.Equal(0, before.Item());
        Assert.Equal(2, lasting.Item());
        lasting.Dispose();
    }

    [Fact]
    public void A_kept_tensor_moves_to_the_scope_around()
    {
        Tensor kept;
        using (new TensorScope())
        {
            using (var inner = new TensorScope()) kept = inner.Keep(Tensor.Ones([1]));
            Assert.Equal(1, kept.Item());
        }

        Assert.Throws<ObjectDisposedException>(() => kept.Item());
    }

    [Fact]
    public void A_tensor_kept_by_the_outermost_scope_lives_until_it_is_disposed()
    {
        Tensor kept;
        using (var scope = new TensorScope()) kept = scope.Keep(Tensor.Ones([1]));
        using (kept) Assert.Equal(1, kept.Item());
    }

    [Fact]
    public void Scopes_closed_in_the_wrong_order_are_refused_and_still_close_in_the_right_one()
    {
        var outer = new TensorScope();
        var inner = new TensorScope();
        var tensor = Tensor.Zeros([1]);
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        inner.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.Item());
        outer.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void A_scope_closed_twice_leaves_the_scope_around_it_alone()
    {
        using var outer = new TensorScope();
        var inner = new TensorScope();
        inner.Dispose();
        inner.Dispose();
        var tensor = Tensor.Zeros([1]);
        outer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.Item());
    }

    [Fact]
    public void A_scope_sees_only_its_own_thread()
    {
        Tensor? elsewhere = null;
        Exception? error = null;
        using (var scope = new TensorScope())
        {
            var thread = new Thread(() =>
            {
                elsewhere = Tensor.Ones([1]);
                error = Record.Exception(scope.Dispose);
            });
            thread.Start();
            thread.Join();
        }

        Assert.IsType<InvalidOperationException>(error);
        Assert.Equal(1, elsewhere!.Item());
        elsewhere.Dispose();
    }

    [Fact]
    public void A_scope_left_by_an_exception_releases_all_the_same()
    {
        TensorTests.Collect();
        var before = Runtime.LiveTensors;
        Assert.Throws<TorchException>(() =>
        {
            using var scope = new TensorScope();
            _ = Tensor.Zeros([2]) + Tensor.Zeros([3]);
        });
        Assert.Equal(before, Runtime.LiveTensors);
    }
}
