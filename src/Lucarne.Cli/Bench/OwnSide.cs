using System.Diagnostics;
using Lucarne.Learning.Train;
using Lucarne.Networks;
using Lucarne.Networks.Architectures;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using Lucarne.Torch.Optimisers;

namespace Lucarne.Cli.Bench;

/// <summary>Lucarne's side of a bench: the same network, batch and optimiser as the peer's.</summary>
internal sealed class OwnSide : IDisposable
{
    private const int Classes = 8;

    private readonly Module _network;
    private readonly Adam _optimiser;
    private readonly Tensor _input;
    private readonly Tensor _target;
    private readonly Execution _execution;
    private readonly bool _training;

    public OwnSide(BenchCase work, bool bfloat16)
    {
        Runtime.Seed(0);
        _training = work.Task != "predict";
        _execution = new Execution(Device.Cpu, bfloat16, ChannelsLast: true);
        var segments = work.Task == "unet";
        _network = segments ? new UNet(1, Classes, 64) : Classifier(work, bfloat16);
        _network.ChannelsLast();
        _optimiser = new Adam([new ParameterGroup([.. _network.NamedParameters().Select(item => item.Tensor)])], 1e-3);
        _input = _execution.Place(Tensor.Randn([work.Batch, segments ? 1 : 3, work.Size, work.Size])).Persist();
        long[] truth = segments ? [work.Batch, work.Size, work.Size] : [work.Batch];
        _target = Tensor.From<long>([.. Enumerable.Range(0, (int)truth.Aggregate((a, b) => a * b)).Select(i => (long)(i % 4))], truth).Persist();
    }

    /// <summary>Seconds of each round.</summary>
    public double[] Run(int rounds)
    {
        var seconds = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            if (_training) Step();
            else Predict();
            seconds[i] = watch.Elapsed.TotalSeconds;
        }

        return seconds;
    }

    public void Dispose()
    {
        _network.Dispose();
        _optimiser.Dispose();
        _input.Dispose();
        _target.Dispose();
    }

    private static Classifier Classifier(BenchCase work, bool bfloat16)
    {
        var network = NetworkCatalogue.Create(new NetworkOptions("resnet18", 3, work.Size, 4));
        network.Train(work.Task == "train");
        if (work.Task == "train") return network;
        network.Fuse();
        if (bfloat16) network.Convert(ScalarType.BFloat16);
        return network;
    }

    private void Step()
    {
        using var scope = new TensorScope();
        Tensor logits;
        using (new Autocast(Device.Cpu, _execution.BFloat16)) logits = _network.Forward(_input);
        var loss = logits.To(ScalarType.Float32).CrossEntropy(_target);
        loss.Backward();
        _optimiser.Step();
        _optimiser.ZeroGradients();
        _ = loss.Item();
    }

    private void Predict()
    {
        using var mode = new InferenceMode();
        using var scope = new TensorScope();
        var input = _execution.BFloat16 ? _input.To(ScalarType.BFloat16) : _input;
        _ = _network.Forward(input).To(ScalarType.Float32).Softmax(1).Sum().Item();
    }
}
