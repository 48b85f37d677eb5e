using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>Layers that each see the maps of all before them; the result is all maps together.</summary>
internal sealed class DenseBlock : Module
{
    private readonly DenseLayer[] _layers;

    internal DenseBlock(int layers, int inputs, int growth)
    {
        _layers = new DenseLayer[layers];
        for (var i = 0; i < layers; i++)
            _layers[i] = Child($"denselayer{i + 1}", new DenseLayer(inputs + (i * growth), growth));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input)
    {
        var maps = new List<Tensor>(_layers.Length + 1) { input };
        try
        {
            foreach (var layer in _layers)
            {
                using var all = Tensor.Cat([.. maps], 1);
                maps.Add(layer.Forward(all));
            }

            return Tensor.Cat([.. maps], 1);
        }
        finally
        {
            foreach (var made in maps.Skip(1)) made.Dispose();
        }
    }
}

/// <summary>Norm, ReLU, 1×1 convolution, norm, ReLU, 3×3 convolution: a few new maps from all maps so far.</summary>
internal sealed class DenseLayer : Module
{
    private const int Widening = 4;

    private readonly BatchNorm2d _firstNorm;
    private readonly Conv2d _first;
    private readonly BatchNorm2d _secondNorm;
    private readonly Conv2d _second;

    internal DenseLayer(int inputs, int growth)
    {
        _firstNorm = Child("norm1", new BatchNorm2d(inputs));
        _first = Child("conv1", new Conv2d(inputs, Widening * growth, 1, bias: false));
        _secondNorm = Child("norm2", new BatchNorm2d(Widening * growth));
        _second = Child("conv2", new Conv2d(Widening * growth, growth, 3, 1, 1, bias: false));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input)
    {
        using var normed = _firstNorm.Forward(input).ReluInPlace();
        using var middle = Normed.Relu(normed, null, (_first, _secondNorm));
        return _second.Forward(middle);
    }
}
