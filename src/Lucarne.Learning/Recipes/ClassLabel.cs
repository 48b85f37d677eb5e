namespace Lucarne.Learning.Recipes;

/// <summary>One class of a classification recipe.</summary>
/// <param name="Name">The name written in every file (metrics.json, predictions.csv…).</param>
/// <param name="Aliases">Other names that a class folder may have.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Optional">Whether the data may hold no picture of the class: the run then goes on without the class, and says so.
/// An empty class that is not optional is an error.</param>
public sealed record ClassLabel(string Name, ValueList<string> Aliases, LocalText Label, bool Optional);
