using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks;

/// <summary>
/// A network that tells pictures apart, in three parts that can be called by themselves: convolutions → pooled vector → head.
/// Its parameters carry torchvision's names. Every method leaves its input alone and returns a tensor of its own.
/// </summary>
public abstract class Classifier : Module
{
    private protected Classifier(NetworkOptions options, string headName) => (Options, HeadName) = (options, headName);

    /// <summary>What this network was made from.</summary>
    public NetworkOptions Options { get; }

    /// <summary>The prefix of the head's parameters: <c>fc</c> or <c>classifier</c>.</summary>
    public string HeadName { get; }

    /// <summary>True where the head is not the published one, so that published weights fit all but the head.</summary>
    public bool HasCustomHead => Options.Head is not null;

    /// <summary>D, the length of the vector that <see cref="Embed"/> gives.</summary>
    public int EmbeddingSize { get; private protected init; }

    /// <summary>True after <see cref="Fuse"/>.</summary>
    public bool IsFused { get; private set; }

    private protected Module Head { get; init; } = null!;

    /// <summary>The layers that the convolutional part is made of, by their names in weight files, in the order of their use.</summary>
    public IReadOnlyList<string> LayerNames => [.. Layers.Select(layer => layer.Name)];

    private protected abstract IReadOnlyList<(string Name, Module Module)> Layers { get; }

    /// <summary>The last convolutional maps [N, C, h, w] of a batch [N, channels, H, W].</summary>
    public Tensor Features(Tensor input) => MapsAt(input, Layers.Count - 1);

    /// <summary>The maps [N, C, h, w] that a layer gives for a batch.</summary>
    /// <exception cref="NetworkException">The network has no layer of that name.</exception>
    public Tensor MapsAt(Tensor input, string layer) => MapsAt(input, IndexOf(layer));

    /// <summary>The pooled vector [N, D] of maps that a layer gave.</summary>
    /// <exception cref="NetworkException">The network has no layer of that name.</exception>
    public Tensor EmbedFrom(Tensor maps, string layer)
    {
        var index = IndexOf(layer);
        if (index == Layers.Count - 1) return Pool(maps);

        // A layer may begin with an activation in place, and the maps are the caller's.
        using var own = maps * 1.0;
        using var last = Finish(Sequential.Through(Layers.Skip(index + 1).Select(item => item.Module), own));
        return Pool(last);
    }

    /// <summary>Refuses a name that no layer has.</summary>
    /// <exception cref="NetworkException">The network has no layer of that name.</exception>
    public void RequireLayer(string layer) => IndexOf(layer);

    /// <summary>
    /// The maps [N, C, h, w] at the end of each size that a batch passes through, largest first; the last are what <see cref="Features"/>
    /// gives. What is foreign to a network shows earlier than in its last maps, which keep only what tells the classes apart. For
    /// prediction only.
    /// </summary>
    public IReadOnlyList<Tensor> FeatureStages(Tensor input)
    {
        var begun = Begin(input);
        var stages = StageMaps.Walk(Layers.Select(layer => layer.Module), begun);
        if (!ReferenceEquals(begun, input)) begun.Dispose();
        stages[^1] = Finish(stages[^1]);
        return stages;
    }

    /// <summary>The vector [N, D] of maps that <see cref="Features"/> gave; here: their means.</summary>
    public virtual Tensor Pool(Tensor maps)
    {
        using var means = maps.AdaptiveAvgPool2d(1, 1);
        return means.Flatten(1);
    }

    /// <summary>The pooled latent vector [N, D] of a batch.</summary>
    public Tensor Embed(Tensor input)
    {
        using var maps = Features(input);
        return Pool(maps);
    }

    /// <summary>Logits [N, outputs] of vectors [N, D].</summary>
    public Tensor Classify(Tensor embedding) => Head.Forward(embedding);

    /// <summary>Logits [N, outputs] of a batch [N, channels, H, W].</summary>
    public override Tensor Forward(Tensor input)
    {
        using var embedding = Embed(input);
        return Classify(embedding);
    }

    /// <summary>
    /// Folds every batch norm that follows a convolution into it, exact to rounding, and switches to prediction. Faster, and final:
    /// the network can neither be trained nor saved as before.
    /// </summary>
    public void Fuse()
    {
        Train(false);
        IsFused = true;
        NormFolding.Fold(this);
    }

    /// <inheritdoc />
    public override void Train(bool training = true)
    {
        if (training && IsFused) throw new InvalidOperationException("a network whose batch norms were folded in can only predict; make it anew to train it");
        base.Train(training);
    }

    /// <summary>Whether a parameter belongs to the head rather than to what was trained before.</summary>
    public bool IsHead(string parameterName) => parameterName.StartsWith(HeadName + ".", StringComparison.Ordinal);

    /// <summary>What comes before the first layer.</summary>
    private protected virtual Tensor Begin(Tensor input) => input;

    /// <summary>What comes after the last layer; may work in place.</summary>
    private protected virtual Tensor Finish(Tensor maps) => maps;

    /// <summary>The steps of a part as layers, each under the part's name.</summary>
    private protected static IReadOnlyList<(string Name, Module Module)> StepsOf(string name, Sequential part) =>
        [.. part.Children.Select(child => ($"{name}.{child.Name}", child.Module))];

    private Tensor MapsAt(Tensor input, int index)
    {
        var begun = Begin(input);
        var maps = Sequential.Through(Layers.Take(index + 1).Select(layer => layer.Module), begun);
        if (!ReferenceEquals(begun, input) && !ReferenceEquals(begun, maps)) begun.Dispose();
        return index == Layers.Count - 1 ? Finish(maps) : maps;
    }

    private int IndexOf(string layer)
    {
        var index = Layers.Index().Where(item => item.Item.Name == layer).Select(item => item.Index).FirstOrDefault(-1);
        return index >= 0 ? index : throw new NetworkException($"explain.layer: {Options.Name} has no layer '{layer}'; expected one of {string.Join(", ", LayerNames)}");
    }

    /// <summary>The recipe's head where there is one, else the published one.</summary>
    private protected Module MakeHead(int inputs, Func<Module> published) =>
        Child(HeadName, Options.Head is { } layers ? CustomHead.Make(layers, inputs, Options.Outputs) : published());
}
