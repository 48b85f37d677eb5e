using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Models;

/// <summary>What is entered of a model.</summary>
public sealed record ModelEntry
{
    /// <summary>What a person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; name and version together are there once.</summary>
    public required string Version { get; init; }

    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init; }

    /// <summary>What it learned.</summary>
    public required RecipeTask Task { get; init; }

    /// <summary>The run's folder.</summary>
    public required string RunFolder { get; init; }

    /// <summary>SHA-256 of its weights, so that another network in the same folder is noticed.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>The run's <c>metrics.json</c>, if it was judged.</summary>
    public string? MetricsJson { get; init; }

    /// <summary>Whether it has been validated clinically.</summary>
    public bool IsValidated { get; init; }
}

/// <summary>A run that is served.</summary>
public sealed record RegisteredModel
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>What a person calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The recipe's name.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>What it learned.</summary>
    public RecipeTask Task { get; init; }

    /// <summary>The run's folder.</summary>
    public string RunFolder { get; init; } = "";

    /// <summary>SHA-256 of its weights.</summary>
    public string WeightsSha256 { get; init; } = "";

    /// <summary>The run's <c>metrics.json</c>.</summary>
    public string? MetricsJson { get; init; }

    /// <summary>Whether it is the one that answers where none is named, of its task.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it has been validated clinically.</summary>
    public bool IsValidated { get; init; }

    /// <summary>Whether it answers no more.</summary>
    public bool IsRetired { get; init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset RegisteredAt { get; init; }
}
