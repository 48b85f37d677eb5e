namespace Lucarne.Learning.Split;

/// <summary>One fold of a cross-validation.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Of">How many there are.</param>
/// <param name="IgnoresGroups">Whether pictures are dealt one by one, as if those of a patient had nothing to do with each other: to show what that does to the figures.</param>
public sealed record FoldChoice(int Number, int Of, bool IgnoresGroups = false);
