namespace Lucarne.Torch.Modules;

/// <summary>Batch normalisation of [N, C, H, W] over everything but C (Ioffe and Szegedy 2015).</summary>
public sealed class BatchNorm2d : Module
{
    private readonly double _momentum;
    private readonly double _epsilon;

    /// <summary>Weight 1, bias 0, running mean 0 and variance 1.</summary>
    public BatchNorm2d(long channels, double epsilon = 1e-5, double momentum = 0.1)
    {
        (_epsilon, _momentum) = (epsilon, momentum);
        Weight = Parameter("weight", Tensor.Ones([channels]));
        Bias = Parameter("bias", Tensor.Zeros([channels]));
        RunningMean = Buffer("running_mean", Tensor.Zeros([channels]));
        RunningVariance = Buffer("running_var", Tensor.Ones([channels]));
    }

    /// <summary>[C].</summary>
    public Tensor Weight { get; }

    /// <summary>[C].</summary>
    public Tensor Bias { get; }

    /// <summary>[C], moved in training.</summary>
    public Tensor RunningMean { get; }

    /// <summary>[C], moved in training.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon => _epsilon;

    /// <summary>True: the running figures are used and kept even in training, as weights with folded batch norm need.</summary>
    public bool Frozen { get; set; }

    /// <summary>True once a convolution took this norm over (<see cref="Conv2d.TakeOver"/>): it then hands its input through.</summary>
    public bool IsIdentity { get; internal set; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => IsIdentity ? input :
        input.BatchNorm(Weight, Bias, RunningMean, RunningVariance, Training && !Frozen, _momentum, _epsilon);
}
