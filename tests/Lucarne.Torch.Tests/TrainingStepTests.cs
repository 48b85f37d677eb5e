using Lucarne.Torch.Modules;
using Lucarne.Torch.Optimisers;

namespace Lucarne.Torch.Tests;

public class TrainingStepTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_hundred_training_steps_leave_no_tensor_and_no_memory_behind(bool mixed)
    {
        Runtime.Seed(1);
        using var network = new Sequential(
            new Conv2d(3, 8, 3, padding: 1, bias: false), new BatchNorm2d(8), new Relu(), new MaxPool2d(2, 2), new Dropout(0.1),
            new AdaptiveAvgPool2d(1), new Flatten(), new Linear(8, 4));
        if (mixed) network.ChannelsLast();
        using var optimiser = new Adam([new ParameterGroup([.. network.NamedParameters().Select(p => p.Tensor)], 1, 1e-2)], 1e-3, decoupled: true);
        void Step()
        {
            using var scope = new TensorScope();
            var input = Tensor.Randn([8, 3, 32, 32]);
            if (mixed) input = input.Contiguous(MemoryFormat.ChannelsLast);
            var target = Tensor.From<long>([0, 1, 2, 3, 0, 1, 2, 3], 8);
            Tensor output;
            using (new Autocast(Device.Cpu, mixed)) output = network.Forward(input);
            output.To(ScalarType.Float32).CrossEntropy(target).Backward();
            optimiser.ClipGradients(1);
            optimiser.Step();
            optimiser.ZeroGradients();
        }

        for (var i = 0; i < 40; i++) Step();
        var (tensors, memory) = (Runtime.LiveTensors, Environment.WorkingSet);
        for (var i = 0; i < 200; i++) Step();
        Assert.Equal(tensors, Runtime.LiveTensors);
        Assert.InRange(Environment.WorkingSet - memory, long.MinValue, 16 << 20);
    }

    [Fact]
    public void A_network_in_channels_last_and_bfloat16_learns_to_tell_bright_from_dark()
    {
        Runtime.Seed(2);
        using var outer = new TensorScope();
        using var network = new Sequential(
            new Conv2d(1, 16, 3, 2, 1, bias: false), new BatchNorm2d(16), new Relu6(), new AdaptiveAvgPool2d(1), new Flatten(), new Linear(16, 2));
        network.ChannelsLast();
        using var optimiser = new Sgd([new ParameterGroup([.. network.NamedParameters().Select(p => p.Tensor)])], 0.1, 0.9, nesterov: true);
        var target = Tensor.From<long>([0, 1, 0, 1, 0, 1, 0, 1], 8);
        var input = (Tensor.Randn([8, 1, 16, 16]) * 0.1) + target.To(ScalarType.Float32).Reshape(8, 1, 1, 1);
        var losses = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            using var scope = new TensorScope();
            using (new Autocast(Device.Cpu))
            {
                var loss = network.Forward(input).CrossEntropy(target);
                losses.Add(loss.Item());
                loss.Backward();
            }

            optimiser.Step();
            optimiser.ZeroGradients();
        }

        // Two equal classes: log 2 to begin with, near enough.
        Assert.InRange(losses[0], 0.3, 1.2);
        Assert.InRange(losses[^1], 0, 0.05);
    }
}
