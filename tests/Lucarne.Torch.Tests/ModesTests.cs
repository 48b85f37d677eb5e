namespace Lucarne.Torch.Tests;

public sealed class ModesTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Autocast_multiplies_in_bfloat16_and_ends_with_its_scope()
    {
        Assert.Equal(ScalarType.Float32, Product());
        using (new Autocast(Device.Cpu)) Assert.Equal(ScalarType.BFloat16, Product());
        using (new Autocast(Device.Cpu, enabled: false)) Assert.Equal(ScalarType.Float32, Product());
        Assert.Equal(ScalarType.Float32, Product());
    }

    [Fact]
    public void Autocast_left_by_an_exception_is_off_again()
    {
        Assert.Throws<TorchException>(() =>
        {
            using var autocast = new Autocast(Device.Cpu);
            Tensor.Zeros([2, 3]).Matmul(Tensor.Zeros([2, 3]));
        });
        Assert.Equal(ScalarType.Float32, Product());
    }

    [Fact]
    public void Autocast_nests_and_gives_back_what_was_before()
    {
        using (new Autocast(Device.Cpu))
        {
            using (new Autocast(Device.Cpu)) Assert.Equal(ScalarType.BFloat16, Product());
            Assert.Equal(ScalarType.BFloat16, Product());
        }

        Assert.Equal(ScalarType.Float32, Product());
    }

    [Fact]
    public void Autocast_sees_weights_that_the_optimiser_changed_between_two_steps()
    {
        var weight = Tensor.Ones([2, 2]);
        weight.RequiresGrad = true;
        double Sum()
        {
            using var autocast = new Autocast(Device.Cpu);
            return Tensor.Ones([2, 2]).Matmul(weight).Sum().Item();
        }

        Assert.Equal(8, Sum());
        using (new NoGradient()) weight.FillInPlace(2);
        Assert.Equal(16, Sum());
    }

    [Fact]
    public void Autocast_is_one_threads_own()
    {
        using var autocast = new Autocast(Device.Cpu);
        var elsewhere = ScalarType.Bool;
        var thread = new Thread(() => elsewhere = Product());
        thread.Start();
        thread.Join();
        Assert.Equal(ScalarType.Float32, elsewhere);
        Assert.Equal(ScalarType.BFloat16, Product());
    }

    [Fact]
    public void Without_gradients_nothing_is_recorded()
    {
        var leaf = Tensor.Ones([1]);
        leaf.RequiresGrad = true;
        using (new NoGradient())
        {
            using (new NoGradient()) Assert.False((leaf * 2).RequiresGrad);
            Assert.False((leaf * 2).RequiresGrad);
        }

        Assert.True((leaf * 2).RequiresGrad);
    }

    [Fact]
    public void Inference_mode_records_nothing_and_its_tensors_cannot_be_trained()
    {
        var leaf = Tensor.Ones([1]);
        leaf.RequiresGrad = true;
        var mode = new InferenceMode();
        var made = leaf * 2;
        Assert.False(made.RequiresGrad);
        mode.Dispose();
        mode.Dispose();
        Assert.Throws<TorchException>(() => (made * leaf).Sum().Backward());
        Assert.True((leaf * 2).RequiresGrad);
    }

    [Fact]
    public void A_mode_is_closed_by_the_thread_that_opened_it()
    {
        using var mode = new NoGradient();
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(mode.Dispose));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidOperationException>(error);
    }

    private static ScalarType Product()
    {
        using var scope = new TensorScope();
        return Tensor.Ones([2, 2]).Matmul(Tensor.Ones([2, 2])).Type;
    }
}
