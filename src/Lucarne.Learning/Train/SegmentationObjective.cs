using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>
/// What a segmentation minimises: weighted cross-entropy over pixels and soft Dice over structures (Milletari, Navab and Ahmadi 2016, over
/// the whole batch), in shares. Structures that nobody contoured in a scan are joined with its background, so that the loss says nothing of
/// where they are (Fang and Yan 2020, "target adaptive loss"; here without a gradient for them).
/// Only where such a structure grows beyond the largest that any contoured slice shows is it held back (Kervadec et al. 2019, "constrained-CNN
/// losses"): otherwise nothing would keep the network from drawing it everywhere in scans like those.
/// </summary>
/// <param name="diceShare">Share of the Dice loss, in [0, 1].</param>
/// <param name="weights">What each class weighs in the cross-entropy, background first.</param>
/// <param name="logarithmic">Whether the Dice loss is minus the logarithm of Dice (<see cref="Recipes.LossName.CrossEntropyLogDice"/>).</param>
internal sealed class SegmentationObjective(double diceShare, IReadOnlyList<double> weights, bool logarithmic = false)
{
    // Pixels added above and below the line of Dice's fraction: a structure that a batch does not hold costs little where little is drawn.
    private const double Smoothing = 1;

    // What no softmax can tell from impossible.
    private const double Impossible = -1e4;

    // A structure that fills half of a slice too many then costs as much as all else.
    private const double ExcessWeight = 4;

    public int Classes => weights.Count;

    /// <summary>What drawing unknown structures too large costs: the square of the share of a slice beyond the bound, summed over structures,
    /// mean over slices.</summary>
    /// <param name="logits">[B, K, h, w] as the network gives them.</param>
    /// <param name="unknown">For each slice the unknown structures' labels.</param>
    /// <param name="largest">For each class, background first, the largest share of a slice that it may take.</param>
    public static Tensor Excess(Tensor logits, IReadOnlyList<IReadOnlyList<int>> unknown, IReadOnlyList<double> largest)
    {
        var classes = largest.Count;
        var watched = new float[unknown.Count * classes];
        for (var i = 0; i < unknown.Count; i++)
            foreach (var label in unknown[i]) watched[(i * classes) + label] = 1;
        var share = logits.To(ScalarType.Float32).Softmax(1).Mean([2, 3]);
        var bounds = Tensor.From<float>([.. largest.Select(bound => (float)bound)], 1, classes).Move(share.Device);
        var beyond = (share - bounds).Clamp(0, 1) * Tensor.From<float>(watched, unknown.Count, classes).Move(share.Device);
        return (beyond * beyond).Sum() * (ExcessWeight / unknown.Count);
    }

    /// <summary>The loss of a batch: logits [B, K, h, w], labels [B, h, w].</summary>
    public Tensor Loss(Tensor logits, Tensor target) =>
        (Crossed(logits, target) * (1 - diceShare)) + (DiceLoss(Overlap(logits, target), logarithmic) * diceShare);

    /// <summary>
    /// Cross-entropy of what lies beneath margins, over the pixels of these: with <see cref="Crossed"/> it is that of both maps together, for the
    /// likelihood of a pixel is that of its label times, where that is a margin, that of what lies beneath given that it is not the margin.
    /// </summary>
    /// <param name="logits">[B, K, h, w].</param>
    /// <param name="target">Labels [B, h, w].</param>
    /// <param name="beneath">Labels without margins; as <paramref name="target"/> where that is not known, which then says nothing.</param>
    /// <param name="margins">Labels of margins.</param>
    public Tensor CrossedBeneath(Tensor logits, Tensor target, Tensor beneath, IReadOnlyList<int> margins)
    {
        var full = logits.To(ScalarType.Float32);
        var closed = new float[Classes];
        var share = new float[Classes];
        foreach (var label in margins) (closed[label], share[label]) = ((float)Impossible, (float)weights[label]);
        var others = (full + Tensor.From<float>(closed, 1, Classes, 1, 1).Move(full.Device)).LogSoftmax(1);
        var per = (others * Own(beneath, Classes)).Sum([1]) * -1;
        var all = Tensor.From<float>([.. weights.Select(weight => (float)weight)], 1, Classes, 1, 1).Move(full.Device);
        var own = Own(target, Classes);

        // Where nothing is known to lie beneath, the label beneath is the margin itself.
        var known = (own * Tensor.From<float>(share, 1, Classes, 1, 1).Move(full.Device)).Sum([1]) * ((Own(beneath, Classes) * own).Sum([1]) * -1 + 1);
        return (per * known).Sum() / (own * all).Sum();
    }

    /// <summary>Logits in which the structures that are unknown for a slice are part of its background.</summary>
    /// <param name="logits">[B, K, h, w] as the network gives them.</param>
    /// <param name="unknown">For each slice the unknown structures' labels.</param>
    public static Tensor Joined(Tensor logits, IReadOnlyList<IReadOnlyList<int>> unknown)
    {
        var full = logits.To(ScalarType.Float32);
        if (unknown.All(labels => labels.Count == 0)) return full;
        var (count, classes) = (unknown.Count, (int)full.Shape[1]);
        var (kept, joined) = (new float[count * classes], new float[count * classes]);
        joined.AsSpan().Fill((float)Impossible);
        for (var i = 0; i < count; i++)
        {
            joined[i * classes] = 0;
            foreach (var label in unknown[i]) (kept[(i * classes) + label], joined[(i * classes) + label]) = ((float)Impossible, 0);
        }

        // What is unknown is not pulled either way. Without this it would grow wherever it has grown a little, for there it costs nothing.
        var still = Tensor.Cat([full.Narrow(1, 0, 1), full.Narrow(1, 1, classes - 1).Detach()], 1);
        var background = (still + Mask(joined)).LogSumExp([1], keep: true);
        return Tensor.Cat([background, (full + Mask(kept)).Narrow(1, 1, classes - 1)], 1);

        Tensor Mask(float[] values) => Tensor.From<float>(values, count, classes, 1, 1).Move(full.Device);
    }

    /// <summary>Mean cross-entropy over pixels, each weighing as its class does.</summary>
    public Tensor Crossed(Tensor logits, Tensor target) =>
        logits.CrossEntropy(target, Tensor.From<float>([.. weights.Select(weight => (float)weight)], weights.Count).Move(logits.Device));

    /// <summary>For each class, background first: the probability on its own pixels, in all, and its pixels, [3, K].</summary>
    public static Tensor Overlap(Tensor logits, Tensor target)
    {
        var probabilities = logits.Softmax(1);
        var own = Own(target, (int)logits.Shape[1]);
        long[] pixels = [0, 2, 3];
        return Tensor.Stack([(probabilities * own).Sum(pixels), probabilities.Sum(pixels), own.Sum(pixels)]);
    }

    /// <summary>One minus the mean Dice of the structures, or the mean of minus its logarithm, of overlaps [3, K].</summary>
    public static Tensor DiceLoss(Tensor overlap, bool logarithmic = false)
    {
        var structures = overlap.Narrow(1, 1, overlap.Shape[1] - 1);
        var dice = ((structures.Select(0, 0) * 2) + Smoothing) / (structures.Select(0, 1) + structures.Select(0, 2) + Smoothing);
        return logarithmic ? dice.Log().Mean() * -1 : (dice.Mean() * -1) + 1;
    }

    /// <summary>For each class the pixels drawn rightly, drawn, and true, [3, K].</summary>
    public static Tensor Drawn(Tensor logits, Tensor target)
    {
        var classes = (int)logits.Shape[1];
        var drawn = Own(logits.Argmax(1), classes);
        var own = Own(target, classes);
        long[] pixels = [0, 2, 3];
        return Tensor.Stack([(drawn * own).Sum(pixels), drawn.Sum(pixels), own.Sum(pixels)]);
    }

    /// <summary>1 on each class's pixels, [B, K, h, w].</summary>
    private static Tensor Own(Tensor labels, int classes) =>
        labels.Unsqueeze(1).Equal(Tensor.Arange(classes, labels.Device).Reshape(1, classes, 1, 1)).To(ScalarType.Float32);
}
