namespace Lucarne.Imaging.Volumes;

/// <summary>
/// How well a predicted mask agrees with the true one. A structure that the truth lacks was not drawn, and there is
/// nothing to compare with: every figure but the predicted volume is null, never 0.
/// </summary>
/// <param name="TruthMl">Volume of the true mask, in mL; null where it is empty.</param>
/// <param name="PredictedMl">Volume of the predicted mask, in mL.</param>
/// <param name="Dice">2 |A ∩ B| / (|A| + |B|), 0 to 1 (Dice 1945); 0 where the prediction misses the structure wholly.</param>
/// <param name="Hausdorff95Mm">
/// The 95th percentile of the distances from one surface to the other, in mm, the larger of both directions; null where
/// the prediction is empty, since nothing has no distance.
/// </param>
/// <param name="SurfaceDice">
/// The part of both surfaces that lies within the tolerance of the other, 0 to 1 (Nikolov et al., J Med Internet Res
/// 2021;23:e26151); 0 where the prediction is empty.
/// </param>
public sealed record MaskAgreement(double? TruthMl, double PredictedMl, double? Dice, double? Hausdorff95Mm, double? SurfaceDice);
