using Lucarne.Learning.Predict;

namespace Lucarne.Insight.Explanation;

/// <summary>Finds where in a shaped picture a network sees a class, by any method.</summary>
internal static class MapMaker
{
    /// <summary>A map from 0 to 1 over the network's input.</summary>
    /// <param name="model">The network.</param>
    /// <param name="shaped">The picture as the network is given it.</param>
    /// <param name="label">The class.</param>
    /// <param name="method">How.</param>
    public static SquareMap Make(TrainedModel model, byte[] shaped, int label, ExplanationMethod method) => method switch
    {
        ExplanationMethod.GradCam => GradCam.Map(model, shaped, label, plusPlus: false),
        ExplanationMethod.GradCamPlusPlus => GradCam.Map(model, shaped, label, plusPlus: true),
        _ => Occlusion.Map(model, shaped, label),
    };
}
