using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Recommendations;

/// <summary>What is recommended for a case, and what that rests on. A help to the doctor, who accepts or changes it.</summary>
/// <param name="Rule">The rule that held.</param>
/// <param name="Basis">Why it held, in words: the answer, how sure it is, what else the rule asked for, and the neighbours.</param>
/// <param name="Neighbours">The similar cases of known class that were at hand.</param>
/// <param name="NeighboursAgree">Whether most of them are of the class that was predicted; null where none is predicted or none is at hand.</param>
public sealed record Recommendation(RecommendationRule Rule, LocalText Basis, IReadOnlyList<SimilarCase> Neighbours, bool? NeighboursAgree);

/// <summary>A picture of known class that resembles the one that was read.</summary>
/// <param name="File">Its name in the training data.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Distance">How far it is in the network's latent space.</param>
public sealed record SimilarCase(string File, string ClassName, double Distance);
