namespace Lucarne.Clinic.FollowUp;

/// <summary>Stages of glomerular filtration (KDIGO 2012 and 2024, table of GFR categories).</summary>
public enum KidneyStage
{
    /// <summary>90 mL/min/1.73 m² and more: normal or high.</summary>
    G1,

    /// <summary>60 to 89: mildly decreased.</summary>
    G2,

    /// <summary>45 to 59: mildly to moderately decreased.</summary>
    G3a,

    /// <summary>30 to 44: moderately to severely decreased.</summary>
    G3b,

    /// <summary>15 to 29: severely decreased.</summary>
    G4,

    /// <summary>Less than 15: kidney failure.</summary>
    G5,
}

/// <summary>
/// Estimated glomerular filtration rate of a child by the bedside Schwartz formula: 0.413 × height in cm ÷ serum creatinine in mg/dL, in
/// mL/min/1.73 m² (Schwartz et al., New equations to estimate GFR in children with CKD, J Am Soc Nephrol 2009;20:629–637). It was made
/// on children of 1 to 16 years with creatinine measured by an enzymatic method traceable to IDMS.
/// </summary>
public static class KidneyFunction
{
    /// <summary>mg/dL in one µmol/L: creatinine weighs 113.12 g/mol.</summary>
    public const double MgDlPerMicromolPerLitre = 113.12 / 10_000;

    /// <summary>Where the formula comes from, to be shown beside every value.</summary>
    public const string Source = "Bedside Schwartz: 0.413 × height (cm) ÷ creatinine (mg/dL). Schwartz et al., J Am Soc Nephrol 2009;20:629–637. Stages: KDIGO 2024.";

    private const double K = 0.413;
    private const double YoungestYears = 1;
    private const double OldestYears = 17;

    // KDIGO's categories are of children from 2 years on; before, filtration is still rising to its adult value.
    private const double YoungestStagedYears = 2;

    /// <summary>Estimated glomerular filtration rate in mL/min/1.73 m².</summary>
    /// <param name="creatinineMgDl">Serum creatinine in mg/dL.</param>
    /// <param name="heightCm">Height in cm.</param>
    /// <exception cref="ClinicException">A value cannot be right.</exception>
    public static double Egfr(double creatinineMgDl, double heightCm)
    {
        FieldRules.Between(creatinineMgDl, Measurement.LeastCreatinineMgDl, Measurement.MostCreatinineMgDl, "creatinine", "mg/dL");
        FieldRules.Between(heightCm, 20, 260, "the height", "cm");
        return K * heightCm / creatinineMgDl;
    }

    /// <summary>The stage of a rate. Stage G1 or G2 alone is no kidney disease.</summary>
    /// <param name="egfr">In mL/min/1.73 m².</param>
    public static KidneyStage Stage(double egfr) => egfr switch
    {
        >= 90 => KidneyStage.G1,
        >= 60 => KidneyStage.G2,
        >= 45 => KidneyStage.G3a,
        >= 30 => KidneyStage.G3b,
        >= 15 => KidneyStage.G4,
        _ => KidneyStage.G5,
    };

    /// <summary>Whether the formula was made for this age; beyond it the value must not be shown as if it held.</summary>
    public static bool IsForAge(double? ageYears) => ageYears is >= YoungestYears and < OldestYears;

    /// <summary>Whether the stages are made for this age.</summary>
    public static bool IsStagedAtAge(double? ageYears) => ageYears is >= YoungestStagedYears;
}
