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

    /// <summary>The last convolutional maps [N, C, h, w] of a batch [N, channels, H, W], as Grad-CAM needs them.</summary>
    public abstract Tensor Features(Tensor input);

    /// <summary>
    /// The maps [N, C, h, w] at the end of each size that a batch passes through, largest first; the last are what <see cref="Features"/>
    /// gives. What is foreign to a network shows earlier than in its last maps, which keep only what tells the classes apart. For
    /// prediction only.
    /// </summary>
    public abstract IReadOnlyList<Tensor> FeatureStages(Tensor input);

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

    /// <summary>The recipe's head where there is one, else the published one.</summary>
    private protected Module MakeHead(int inputs, Func<Module> published) =>
        Child(HeadName, Options.Head is { } layers ? CustomHead.Make(layers, inputs, Options.Outputs) : published());
}
