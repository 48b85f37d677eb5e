using Lucarne.Imaging;

namespace Lucarne.Insight.Explanation;

/// <summary>Where in a picture a network saw a class.</summary>
/// <param name="Class">The class that is explained, by its name in the recipe.</param>
/// <param name="Method">How it was found.</param>
/// <param name="Picture">The picture, upright and in its own size.</param>
/// <param name="Values">For each pixel of the picture, row by row, 0 (nothing) to 1 (the most); 0 where the network was not shown the picture. All 0
/// where nothing in the picture speaks for the class.</param>
public sealed record HeatMap(string Class, ExplanationMethod Method, Picture Picture, float[] Values)
{
    /// <summary>The picture with the map laid over it in viridis, which is even in lightness and legible to colour-blind eyes; where the map is 0 the
    /// picture stays as it is.</summary>
    /// <param name="opacity">Of the map where it is strong, 0 to 1.</param>
    public Picture Overlay(double opacity = 0.5) => HeatMapInk.Lay(Picture, Values, opacity);
}

/// <summary>How a heat map is found.</summary>
public enum ExplanationMethod
{
    /// <summary>Gradients of the class by the last maps (Selvaraju et al. 2017).</summary>
    GradCam,

    /// <summary>The same with gradients weighed pixel by pixel, which finds several places of one kind (Chattopadhay et al. 2018).</summary>
    GradCamPlusPlus,

    /// <summary>What covering a part of the picture takes from the class (Zeiler and Fergus 2014): a second opinion that asks for no gradient.</summary>
    Occlusion,
}
