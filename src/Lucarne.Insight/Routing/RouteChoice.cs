using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Routing;

/// <summary>Which recipes' models are asked about a picture, by what the model that tells kinds apart said of it.</summary>
public static class RouteChoice
{
    /// <summary>The recipes, the likeliest kind's first: those of every kind that cannot be ruled out; of the likeliest where nothing was ruled out because
    /// that was never measured; none where the picture is unlike all that the model knows.</summary>
    /// <param name="kinds">The recipe with routes.</param>
    /// <param name="isRefused">Whether the picture is not for the model that tells kinds apart.</param>
    /// <param name="predictedClass">The likeliest kind.</param>
    /// <param name="predictionSet">The kinds that cannot be ruled out; empty where that was never measured.</param>
    /// <param name="probabilities">A probability per kind.</param>
    public static IReadOnlyList<string> Recipes(Recipe kinds, bool isRefused, string predictedClass, IReadOnlyList<string> predictionSet, IReadOnlyDictionary<string, double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(predictionSet);
        if (isRefused) return [];
        IEnumerable<string> possible = predictionSet.Count > 0 ? predictionSet : [predictedClass];
        return [.. possible.OrderByDescending(kind => probabilities.GetValueOrDefault(kind))
            .SelectMany(kind => kinds.Routes.Where(route => route.ClassName == kind)).Select(route => route.Recipe).Distinct()];
    }
}
