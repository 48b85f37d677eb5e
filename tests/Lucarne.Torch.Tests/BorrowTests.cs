using System.Runtime.InteropServices;

namespace Lucarne.Torch.Tests;

public sealed unsafe class BorrowTests : IDisposable
{
    private readonly float* _memory = (float*)NativeMemory.AllocZeroed(3, sizeof(float));

    public void Dispose() => NativeMemory.Free(_memory);

    [Fact]
    public void A_borrowed_tensor_reads_and_writes_its_owners_memory()
    {
        using var scope = new TensorScope();
        var tensor = Tensor.Borrow((byte*)_memory, ScalarType.Float32, [3], new object());
        _memory[1] = 5;
        Assert.Equal([0f, 5, 0], tensor.ToArray<float>());
        tensor.FillInPlace(2);
        Assert.Equal(2, _memory[2]);
    }

    [Fact]
    public void The_owner_is_disposed_once_after_the_last_view()
    {
        var owner = new Owner();
        var tensor = Tensor.Borrow((byte*)_memory, ScalarType.Float32, [3], owner);
        var view = tensor.Narrow(0, 1, 2);
        tensor.Dispose();
        Assert.Equal(0, owner.Disposals);
        view.Dispose();
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void The_owner_lives_as_long_as_the_graph_needs_its_memory()
    {
        var owner = new Owner();
        using var weight = Tensor.Ones([3]);
        weight.RequiresGrad = true;
        var input = Tensor.Borrow((byte*)_memory, ScalarType.Float32, [3], owner);
        var product = weight * input;
        var loss = product.Sum();
        product.Dispose();
        input.Dispose();
        TensorTests.Collect();
        Assert.Equal(0, owner.Disposals);
        loss.Backward();
        Assert.Equal([0f, 0, 0], weight.Gradient!.ToArray<float>());
        loss.Dispose();
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void The_owner_is_disposed_once_where_the_tensor_is_refused()
    {
        var owner = new Owner();
        Assert.Throws<TorchException>(() => Tensor.Borrow((byte*)_memory, ScalarType.Float32, [-3], owner));
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void The_owner_of_no_memory_is_disposed_too()
    {
        var owner = new Owner();
        Tensor.Borrow(null, ScalarType.Float32, [0], owner).Dispose();
        Assert.Equal(1, owner.Disposals);
    }

    private sealed class Owner : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
