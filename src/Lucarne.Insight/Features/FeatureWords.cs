using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Features;

/// <summary>What a doctor calls the features that can be seen in a picture; the others keep their technical names.</summary>
internal static class FeatureWords
{
    /// <summary>What the names of the network's own coordinates begin with.</summary>
    public const string Latent = "latent.";

    private static readonly Dictionary<string, LocalText> Labels = new(StringComparer.Ordinal)
    {
        ["intensity.mean"] = new("mean brightness", "luminosité moyenne"),
        ["intensity.coefficient_of_variation"] = new("contrast for its brightness", "contraste relatif"),
        ["intensity.skewness"] = new("share of bright spots on dark ground", "part de zones claires sur fond sombre"),
        ["intensity.interquartile_range"] = new("range of greys", "étendue des gris"),
        ["texture.sharpness"] = new("sharpness", "netteté"),
        ["glcm.contrast"] = new("contrast between neighbouring pixels", "contraste entre pixels voisins"),
        ["glcm.correlation"] = new("smoothness of shading", "continuité des dégradés"),
        ["glcm.joint_entropy"] = new("variety of texture", "variété de la texture"),
        ["glcm.angular_second_moment"] = new("uniformity of texture", "uniformité de la texture"),
        ["glrlm.long_runs_emphasis"] = new("coarseness of texture", "grossièreté de la texture"),
        ["body.area_fraction"] = new("part of the picture that its largest bright area fills", "part de l’image occupée par la plus grande zone claire"),
        ["body.elongation"] = new("roundness of the largest bright area", "rondeur de la plus grande zone claire"),
        ["body.solidity"] = new("fullness of the largest bright area", "plénitude de la plus grande zone claire"),
        ["body.extent"] = new("squareness of the largest bright area", "carrure de la plus grande zone claire"),
    };

    /// <summary>Whether a feature has such a name.</summary>
    public static bool Knows(string feature) => Labels.ContainsKey(feature);

    /// <summary>Its name in both languages; the technical one where there is none.</summary>
    public static LocalText Label(string feature)
    {
        if (Labels.TryGetValue(feature, out var label)) return label;
        return feature.StartsWith(Latent, StringComparison.Ordinal) && feature[Latent.Length..].TrimStart('0') is { Length: > 0 } number
            ? new($"the network’s coordinate {number}", $"coordonnée {number} du réseau")
            : new(feature, feature);
    }
}
