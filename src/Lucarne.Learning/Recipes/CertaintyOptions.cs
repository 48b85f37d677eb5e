namespace Lucarne.Learning.Recipes;

/// <summary>How sure a classifier must be before it says something.</summary>
public sealed record CertaintyOptions
{
    /// <summary>How often the true class is wanted among those that an answer leaves possible, 0.5 to 0.999.</summary>
    public double Coverage { get; init; } = 0.95;

    /// <summary>The share of pictures of the model's own kind that must not be refused as foreign, 0.5 to 0.999.</summary>
    public double Keep { get; init; } = 0.95;
}
