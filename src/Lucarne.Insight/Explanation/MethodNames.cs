namespace Lucarne.Insight.Explanation;

/// <summary>The methods' names as they are written in files and on command lines.</summary>
public static class MethodNames
{
    private static readonly Dictionary<string, ExplanationMethod> Methods = new(StringComparer.OrdinalIgnoreCase)
    {
        ["grad-cam"] = ExplanationMethod.GradCam,
        ["grad-cam++"] = ExplanationMethod.GradCamPlusPlus,
        ["occlusion"] = ExplanationMethod.Occlusion,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Methods.Keys];

    /// <summary>A method's name.</summary>
    public static string Of(ExplanationMethod method) => Methods.First(pair => pair.Value == method).Key;

    /// <summary>The method of a name; null where there is none of that name.</summary>
    public static ExplanationMethod? Parse(string name) => Methods.TryGetValue(name, out var method) ? method : null;
}
