using System.Runtime.CompilerServices;

namespace Lucarne.Torch.Tests;

public class TensorTests
{
    [Fact]
    public void The_first_of_equal_ones_is_the_largest()
    {
        // Columns (1, 3, 3), (2, 2, 2) and (−1, −5, 0).
        using var values = Tensor.From<float>([1, 2, -1, 3, 2, -5, 3, 2, 0], 1, 3, 3);
        Assert.Equal([1L, 0, 2], values.Argmax(1).ToArray<long>());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_libtorchs_message()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<TorchException>(() => Tensor.Zeros([2, 3]).Matmul(Tensor.Zeros([4, 5])));
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", error.Message);
        error = Assert.Throws<TorchException>(() => Tensor.Zeros([2]) + Tensor.Zeros([3]));
        Assert.StartsWith("The size of tensor a (2) must match the size of tensor b (3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_do_not_fit_are_refused_with_libtorchs_message()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<TorchException>(() => Tensor.Zeros([2, 2]).Matmul(Tensor.Zeros([2, 2], ScalarType.Float64)));
        Assert.Matches("scalar type|dtype", error.Message); // libtorch 1 or 2
        error = Assert.Throws<TorchException>(() => Tensor.Zeros([2], ScalarType.Int64).RequiresGrad = true);
        Assert.Contains("floating point", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_do_not_fill_the_shape_are_refused()
    {
        Assert.Throws<TorchException>(() => Tensor.From<float>([1, 2, 3], 2, 2));
        Assert.Throws<TorchException>(() => Tensor.From<float>([1], -1, -1));
        Assert.Throws<TorchException>(() => Tensor.From<float>([], 1L << 32, 1L << 32));
        Assert.Throws<TorchException>(() => Tensor.FromBytes([1, 2, 3], ScalarType.Int16, 2));
    }

    [Fact]
    public void A_disposed_tensor_refuses_every_use_and_a_second_disposal_does_nothing()
    {
        using var other = Tensor.Zeros([2]);
        var tensor = Tensor.Zeros([2]);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Equal("disposed tensor", tensor.ToString());
        Assert.Throws<ObjectDisposedException>(() => tensor.Shape);
        Assert.Throws<ObjectDisposedException>(() => tensor.ToArray<float>());
        Assert.Throws<ObjectDisposedException>(() => other + tensor);
        Assert.Throws<ObjectDisposedException>(() => Tensor.Cat([other, tensor]));
        Assert.Throws<ObjectDisposedException>(() => tensor.Backward());
        Assert.Throws<ObjectDisposedException>(() => other.Gradient = tensor);
    }

    [Fact]
    public void Elements_come_in_row_major_order_whatever_the_layout()
    {
        using var scope = new TensorScope();
        var tensor = Tensor.From<int>([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal([1, 4, 2, 5, 3, 6], tensor.Transpose(0, 1).ToArray<int>());
        Assert.Equal([2, 5], tensor.Select(1, 1).ToArray<int>());
        var picture = Tensor.Arange(24).Reshape(1, 2, 3, 4);
        var channelsLast = picture.Contiguous(MemoryFormat.ChannelsLast);
        Assert.Equal(picture.ToArray<long>(), channelsLast.ToArray<long>());
        Assert.Throws<TorchException>(() => channelsLast.Data<long>());
        Assert.Throws<TorchException>(() => tensor.Data<float>());
        Assert.Equal(picture.ToArray<long>(), picture.To(ScalarType.BFloat16).ToArray<float>().Select(value => (long)value));
    }

    [Fact]
    public void Values_of_every_type_come_back_as_they_went_in()
    {
        using var scope = new TensorScope();
        Assert.Equal([0, 255], Tensor.From<byte>([0, 255], 2).ToArray<byte>());
        Assert.Equal([-128, 127], Tensor.From<sbyte>([-128, 127], 2).ToArray<sbyte>());
        Assert.Equal([short.MinValue, short.MaxValue], Tensor.From<short>([short.MinValue, short.MaxValue], 2).ToArray<short>());
        Assert.Equal([int.MinValue, int.MaxValue], Tensor.From<int>([int.MinValue, int.MaxValue], 2).ToArray<int>());
        Assert.Equal([long.MinValue, long.MaxValue], Tensor.From<long>([long.MinValue, long.MaxValue], 2).ToArray<long>());
        Assert.Equal([(Half)0.1, Half.NaN], Tensor.From<Half>([(Half)0.1, Half.NaN], 2).ToArray<Half>());
        Assert.Equal([float.Epsilon, float.NegativeInfinity], Tensor.From<float>([float.Epsilon, float.NegativeInfinity], 2).ToArray<float>());
        Assert.Equal([Math.PI, double.NaN], Tensor.From<double>([Math.PI, double.NaN], 2).ToArray<double>());
        Assert.Equal([true, false], Tensor.From<bool>([true, false], 2).ToArray<bool>());
        Assert.Throws<NotSupportedException>(() => Tensor.From<char>(['a'], 1));
    }

    [Fact]
    public void Scalars_and_empty_tensors_are_tensors_too()
    {
        using var scope = new TensorScope();
        var scalar = Tensor.From<double>([2.5]);
        Assert.Empty(scalar.Shape);
        Assert.Equal(2.5, scalar.Item());
        var empty = Tensor.From<float>([], 0, 3);
        Assert.Equal([0, 3], empty.Shape);
        Assert.Empty(empty.ToArray<float>());
        Assert.Throws<TorchException>(() => empty.Item());
    }

    [Fact]
    public void Forgotten_tensors_are_released_by_the_garbage_collector()
    {
        Collect();
        var before = Runtime.LiveTensors;
        Forget();
        Assert.Equal(before + 50, Runtime.LiveTensors);
        Collect();
        Assert.Equal(before, Runtime.LiveTensors);
    }

    [Fact]
    public void Gradients_add_up_until_they_are_forgotten()
    {
        using var scope = new TensorScope();
        var leaf = Tensor.From<double>([3], 1);
        leaf.RequiresGrad = true;
        Assert.Null(leaf.Gradient);
        leaf.Pow(2).Sum().Backward();
        leaf.Pow(2).Sum().Backward();
        Assert.Equal(12, leaf.Gradient!.Item());
        leaf.Gradient = null;
        Assert.Null(leaf.Gradient);
        var error = Assert.Throws<TorchException>(() => Tensor.Zeros([1]).Backward());
        Assert.Contains("does not require grad", error.Message, StringComparison.Ordinal);
    }

    internal static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        for (var i = 0; i < 50; i++) _ = Tensor.Zeros([4]);
    }
}
