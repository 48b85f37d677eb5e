using Lucarne.Learning.Recipes;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Learning.Train;

/// <summary>What a trainer asks of what is learned: batches, their loss, and a judgement of the weights after each epoch.</summary>
/// <typeparam name="TBatch">What is learned from in one step.</typeparam>
internal interface ITrainingTask<TBatch> : IDisposable
    where TBatch : IDisposable
{
    /// <summary>What learns.</summary>
    Module Network { get; }

    /// <summary>What the network needs beside its weights, as it travels in the checkpoint.</summary>
    string Facts { get; }

    /// <summary>Whether the network was trained before it came here.</summary>
    bool FromWeights { get; }

    /// <summary>Steps of an epoch.</summary>
    int StepsPerEpoch { get; }

    /// <summary>Whether there is anything to validate with.</summary>
    bool Validates { get; }

    /// <summary>The columns of history.csv between the losses and the learning rate.</summary>
    IReadOnlyList<string> FigureNames { get; }

    /// <summary>Whether a parameter belongs to a head that is trained at its own rate.</summary>
    bool IsHead(string parameter);

    /// <summary>An epoch's batches, in order; walked on a thread of its own.</summary>
    IEnumerable<TBatch> Batches(int epoch);

    /// <summary>The loss of a batch, a scalar; what the batch shows is counted until <see cref="TakeFigures"/>.</summary>
    Tensor Loss(TBatch batch);

    /// <summary>What the batches since the last call came to.</summary>
    PassFigures TakeFigures();

    /// <summary>Judges the network as it is on the validation part, without augmentation.</summary>
    PassFigures Validate(CancellationToken cancellation);

    /// <summary>The values of <see cref="FigureNames"/> for an epoch.</summary>
    ValueList<double> Figures(PassFigures training, PassFigures validation);

    /// <summary>The most telling of an epoch's figures in a few words; null where nothing was validated.</summary>
    string? Note(ValueList<double> figures);

    /// <summary>Writes the network as it is.</summary>
    void WriteModel(string path);
}

/// <summary>What a pass over a part came to.</summary>
/// <param name="Loss">The mean loss; not a number where there was nothing.</param>
/// <param name="Values">The task's own figures.</param>
internal sealed record PassFigures(double Loss, IReadOnlyList<double> Values)
{
    public static PassFigures Nothing(int values) => new(double.NaN, [.. Enumerable.Repeat(double.NaN, values)]);
}
