namespace Lucarne.Learning.Evaluate;

/// <summary>How well one structure of one scan was drawn, in 3D on the scan's own grid. What cannot be said is null.</summary>
/// <param name="Dice">Twice the common volume over the sum of both; null where the truth is not known or holds nothing.</param>
/// <param name="Hd95Mm">95th percentile of the distances between the surfaces, in mm; null where either is empty.</param>
/// <param name="SurfaceDice2Mm">Share of both surfaces that lies within 2 mm of the other (Nikolov et al. 2021).</param>
/// <param name="TruthMl">Volume of the truth; null where it is not known.</param>
/// <param name="PredictedMl">Volume drawn by the network.</param>
public sealed record StructureJudgement(double? Dice, double? Hd95Mm, double? SurfaceDice2Mm, double? TruthMl, double PredictedMl);
