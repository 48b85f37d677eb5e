namespace Lucarne.Learning.Split;

/// <summary>One fold of a cross-validation.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Of">How many there are.</param>
public sealed record FoldChoice(int Number, int Of);
