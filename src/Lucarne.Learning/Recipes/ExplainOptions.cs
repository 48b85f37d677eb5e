namespace Lucarne.Learning.Recipes;

/// <summary>How a classifier's heat maps are found.</summary>
public sealed record ExplainOptions
{
    /// <summary>The layer at whose maps Grad-CAM takes its gradients, by its name in weight files (<c>layer3</c>, <c>features.14</c>); null: the last one.
    /// An earlier layer has finer maps that say less of the class.</summary>
    public string? Layer { get; init; }
}
