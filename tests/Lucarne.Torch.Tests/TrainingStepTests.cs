using Lucarne.Torch.Modules;
using Lucarne.Torch.Optimisers;

namespace Lucarne.Torch.Tests;

public class TrainingStepTests
{
    [Fact]
    public void Two_hundred_training_steps_leave_no_tensor_and_no_memory_behind()
    {
        Runtime.Seed(1);
        using var network = new Sequential(
            new Conv2d(3, 8, 3, padding: 1, bias: false), new BatchNorm2d(8), new Relu(), new MaxPool2d(2, 2), new Dropout(0.1),
            new AdaptiveAvgPool2d(1), new Flatten(), new Linear(8, 4));
        using var optimiser = new Adam([new ParameterGroup([.. network.NamedParameters().Select(p => p.Tensor)], 1, 1e-2)], 1e-3, decoupled: true);
        void Step()
        {
            using var scope = new TensorScope();
            var input = Tensor.Randn([8, 3, 32, 32]);
            var target = Tensor.From<long>([0, 1, 2, 3, 0, 1, 2, 3], 8);
            network.Forward(input).CrossEntropy(target).Backward();
            optimiser.Step();
            optimiser.ZeroGradients();
        }

        for (var i = 0; i < 20; i++) Step();
        var (tensors, memory) = (Runtime.LiveTensors, Environment.WorkingSet);
        for (var i = 0; i < 200; i++) Step();
        Assert.Equal(tensors, Runtime.LiveTensors);
        Assert.InRange(Environment.WorkingSet - memory, long.MinValue, 16 << 20);
    }
}
