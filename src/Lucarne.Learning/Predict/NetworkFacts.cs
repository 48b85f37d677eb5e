using System.Text.Json;
using Lucarne.Learning.Augment;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Predict;

/// <summary>What a network needs to be used as it was trained, beyond its recipe: what its first weights brought along.</summary>
/// <param name="Classes">The classes of this run, in the order of the answers.</param>
/// <param name="Weights">The file the first weights came from, with its SHA-256; null: from scratch.</param>
/// <param name="TensorFlowPadding">Whether convolutions pad as TensorFlow's did.</param>
/// <param name="FoldedBatchNorm">Whether the weights came with batch norm folded in, so that its figures must stay as they are.</param>
/// <param name="Mean">Taken away from values in [0, 1]; null: the recipe's normalisation says it.</param>
/// <param name="Deviation">Divides them.</param>
public sealed record NetworkFacts(
    IReadOnlyList<string> Classes, WeightSource? Weights = null, bool TensorFlowPadding = false, bool FoldedBatchNorm = false,
    double[]? Mean = null, double[]? Deviation = null)
{
    /// <summary>Whether the network was trained before it came here.</summary>
    public bool FromWeights => Weights is not null;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static NetworkFacts FromJson(string json) => JsonSerializer.Deserialize<NetworkFacts>(json) ?? throw new JsonException("empty");

    /// <summary>The facts as they travel in a weight file's metadata.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>The normaliser that the network was trained with.</summary>
    public Normaliser Normaliser(Recipe recipe) => recipe.Input.Normalisation switch
    {
        Normalisation.Weights when Mean is not null => Augment.Normaliser.With(Mean, Deviation!, recipe.Input.Channels),
        Normalisation.Weights => Augment.Normaliser.Of(Normalisation.Imagenet, recipe.Input.Channels),
        var kind => Augment.Normaliser.Of(kind, recipe.Input.Channels),
    };
}

/// <summary>Where first weights came from.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
public sealed record WeightSource(string File, string Sha256);
