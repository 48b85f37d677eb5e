using Lucarne.Learning.Predict;
using Lucarne.Torch;

namespace Lucarne.Insight.Explanation;

/// <summary>Finds where in shaped pictures a network sees a class, by any method.</summary>
internal static class MapMaker
{
    /// <summary>A map from 0 to 1 over the network's input.</summary>
    /// <param name="model">The network.</param>
    /// <param name="shaped">The picture as the network is given it.</param>
    /// <param name="label">The class.</param>
    /// <param name="method">How.</param>
    /// <param name="layer">At which layer's maps; null: the recipe's, or the last.</param>
    public static SquareMap Make(TrainedModel model, byte[] shaped, int label, ExplanationMethod method, string? layer = null) => method == ExplanationMethod.Occlusion
        ? Occlusion.Map(model, shaped, label)
        : GradCam.Signed(model, shaped, label, method == ExplanationMethod.GradCamPlusPlus, layer).Normalised();

    /// <summary>A map for each of several pictures that the network has just seen; null where none is wanted.</summary>
    /// <param name="model">The network.</param>
    /// <param name="shaped">The pictures as the network was given them.</param>
    /// <param name="lastMaps">The last maps [B, C, h, w] that it saw of them.</param>
    /// <param name="labels">The class to explain of each; null: none.</param>
    /// <param name="method">How.</param>
    /// <param name="layer">At which layer's maps; null: the recipe's, or the last.</param>
    public static IReadOnlyList<SquareMap?> Make(
        TrainedModel model, IReadOnlyList<byte[]> shaped, Tensor lastMaps, IReadOnlyList<int?> labels, ExplanationMethod method, string? layer)
    {
        if (method == ExplanationMethod.Occlusion) return [.. shaped.Zip(labels, (picture, label) => label is { } of ? Occlusion.Map(model, picture, of) : null)];
        var at = layer ?? GradCam.LayerOf(model);
        using var other = at == model.Network.LayerNames[^1] ? null : GradCam.MapsAt(model, shaped, at);

        // Where no map is wanted the first class stands in: the batch is gone through as a whole.
        int[] every = [.. labels.Select(label => label ?? 0)];
        var maps = GradCam.Signed(model, other ?? lastMaps, at, every, method == ExplanationMethod.GradCamPlusPlus);
        return [.. maps.Zip(labels, (map, label) => label is null ? null : map.Normalised())];
    }
}
