namespace Lucarne.Networks;

/// <summary>Which network to make.</summary>
/// <param name="Name">One of <see cref="NetworkCatalogue.Names"/>.</param>
/// <param name="InputChannels">3 for colour, 1 for grey.</param>
/// <param name="InputSize">Height and width of the pictures in pixels; only the sequential network's shape depends on it.</param>
/// <param name="Outputs">Logits: one per class, or 1 for a yes/no network with a sigmoid behind it.</param>
/// <param name="Width">Factor on the channels of a ResNet or a MobileNetV2; 1 is the published network.</param>
/// <param name="Head">
/// Layers in place of the network's own classifier, on the pooled features and under the same prefix (<c>fc.0.…</c>,
/// <c>classifier.0.…</c>). The last linear layer, to <paramref name="Outputs"/>, is added unless the list ends with it.
/// Null: the published classifier with the published names.
/// </param>
/// <param name="Sequential">The shape of the sequential network; null for its default, and for every other network.</param>
/// <param name="SmallStem">
/// For a ResNet on small pictures: a first convolution of 3×3 with stride 1 and no pooling in place of 7×7 with stride 2 and
/// pooling, as He et al. 2016 (section 4.2) use on 32×32 pictures.
/// </param>
public sealed record NetworkOptions(
    string Name,
    int InputChannels,
    int InputSize,
    int Outputs,
    double Width = 1,
    IReadOnlyList<HeadLayer>? Head = null,
    SequentialOptions? Sequential = null,
    bool SmallStem = false);

/// <summary>One layer of a head that a recipe describes.</summary>
public abstract record HeadLayer
{
    private HeadLayer()
    {
    }

    /// <summary>Drops values in training.</summary>
    /// <param name="Probability">Between 0 and 1.</param>
    public sealed record Dropout(double Probability) : HeadLayer;

    /// <summary>A fully connected layer.</summary>
    /// <param name="Outputs">How many values it gives.</param>
    public sealed record Linear(int Outputs) : HeadLayer;

    /// <summary>max(0, x).</summary>
    public sealed record Relu : HeadLayer;
}

/// <summary>How the sequential network pads its pictures.</summary>
public enum SequentialPadding
{
    /// <summary>A convolution keeps the size: the odd zero goes to the right and bottom, as Keras' <c>same</c>.</summary>
    Same,

    /// <summary>No zeros: a convolution of 4×4 takes 3 pixels away, as Keras' <c>valid</c>, its default.</summary>
    Valid,
}

/// <summary>The shape of the sequential network.</summary>
/// <param name="Kernel">Height and width of every convolution.</param>
/// <param name="Filters">Filters of each convolution; each is followed by ReLU and 2×2 max pooling. Null: 128, 64, 32, 16.</param>
/// <param name="Dense">Values of the fully connected layer before the last.</param>
/// <param name="Dropout">How often a value of that layer is dropped in training; 0 leaves the layer out.</param>
/// <param name="Padding">Whether convolutions keep the size.</param>
public sealed record SequentialOptions(
    int Kernel = 4,
    IReadOnlyList<int>? Filters = null,
    int Dense = 64,
    double Dropout = 0,
    SequentialPadding Padding = SequentialPadding.Same);
