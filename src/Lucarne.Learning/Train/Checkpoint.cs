using System.Globalization;
using System.Text.Json;
using Lucarne.Learning.Runs;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using Lucarne.Torch.Optimisers;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Learning.Train;

/// <summary>How far a training is, apart from its tensors.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="OptimiserSteps">Steps the optimiser has taken.</param>
/// <param name="BestLoss">The lowest validation loss so far.</param>
/// <param name="BestEpoch">Its epoch, from 1; 0: none yet.</param>
/// <param name="PlateauFactor">What the plateau rule has made of the learning rate.</param>
/// <param name="PlateauBest">The loss it compares with.</param>
/// <param name="PlateauWaited">Epochs it has waited.</param>
internal sealed record TrainingState(
    int Epoch, long OptimiserSteps, double BestLoss, int BestEpoch, double PlateauFactor, double PlateauBest, int PlateauWaited)
{
    public static TrainingState Start { get; } = new(0, 0, double.MaxValue, 0, 1, double.MaxValue, 0);
}

/// <summary>last.safetensors: everything that a training needs to go on as if it had never stopped.</summary>
internal static class Checkpoint
{
    private const string Network = "network.";
    private const string Average = "average.";
    private const string Optimiser = "optimiser.";
    private const string StateKey = "lucarne.training";
    private const string FactsKey = "lucarne.network";

    public static void Write(string path, TrainingState state, string facts, Module network, AveragedWeights? average, Optimiser optimiser)
    {
        var names = network.NamedParameters().ToDictionary(item => item.Tensor, item => item.Name);
        var tensors = network.State().Select(item => (Network + item.Name, item.Tensor))
            .Concat(average?.State.Select(item => (Average + item.Name, item.Tensor)) ?? [])
            .Concat(optimiser.Save(names).Select(item => (Optimiser + item.Name, item.Tensor)));
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            [StateKey] = JsonSerializer.Serialize(state),
            [FactsKey] = facts,
        });
    }

    /// <summary>What was known of the network when the training began: see <see cref="Predict.NetworkFacts"/>.</summary>
    public static string ReadFacts(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Metadata.TryGetValue(FactsKey, out var facts) ? facts : throw NoCheckpoint(path);
    }

    public static TrainingState Read(string path, Module network, AveragedWeights? average, Optimiser optimiser)
    {
        using var file = SafetensorsFile.Open(path);
        using var scope = new TensorScope();
        if (!file.Metadata.TryGetValue(StateKey, out var json) || JsonSerializer.Deserialize<TrainingState>(json) is not { } state)
            throw NoCheckpoint(path);
        Copy(file, Network, network.State(), path);
        if (average is not null) Copy(file, Average, average.State, path);
        var names = network.NamedParameters().ToDictionary(item => item.Tensor, item => item.Name);
        var saved = file.Entries.Keys.Where(name => name.StartsWith(Optimiser, StringComparison.Ordinal))
            .ToDictionary(name => name[Optimiser.Length..], file.Read);
        optimiser.Load(names, saved, state.OptimiserSteps);
        return state;
    }

    private static TrainingException NoCheckpoint(string path) => new($"{path} is not a training's checkpoint; start again without --resume");

    private static void Copy(SafetensorsFile file, string prefix, IEnumerable<(string Name, Tensor Tensor)> targets, string path)
    {
        using var still = new NoGradient();
        foreach (var (name, tensor) in targets)
        {
            if (!file.Entries.TryGetValue(prefix + name, out var entry) || !entry.Shape.SequenceEqual(tensor.Shape))
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{path} holds another network ({name} does not fit); start again without --resume"));
            tensor.CopyInPlace(file.Read(prefix + name));
        }
    }
}
