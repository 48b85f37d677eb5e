namespace Lucarne.Dicom.Writing;

/// <summary>Where a written object comes from, and what its descriptions say of it.</summary>
/// <param name="Description">For SeriesDescription, StructureSetName and ContentDescription: at most 64 characters.</param>
/// <param name="DescriptionFr">The same in French.</param>
/// <param name="ShortLabel">For StructureSetLabel: at most 16 characters.</param>
/// <param name="CodeLabel">For ContentLabel: at most 16 capitals, digits and underscores.</param>
/// <param name="AlgorithmName">What made it.</param>
/// <param name="AlgorithmVersion">Its version.</param>
/// <param name="IsAutomatic">Whether no person drew it.</param>
public sealed record ObjectOrigin(string Description, string DescriptionFr, string ShortLabel, string CodeLabel, string AlgorithmName, string AlgorithmVersion, bool IsAutomatic)
{
    /// <summary>From a network: nobody has looked at it yet.</summary>
    /// <param name="modelName">The model, such as its recipe's name.</param>
    /// <param name="modelVersion">Its version.</param>
    public static ObjectOrigin Network(string modelName, string modelVersion) => new(
        "AI-generated, not for clinical use without review",
        "Produit par une IA, sans usage clinique avant relecture",
        "AI, not reviewed",
        "AI_NOT_REVIEWED",
        modelName,
        modelVersion,
        IsAutomatic: true);

    /// <summary>From a phantom: drawn together with the scan.</summary>
    public static ObjectOrigin Phantom { get; } = new(
        "Phantom, not a patient", "Fantôme, pas un patient", "Phantom", "PHANTOM", "Lucarne phantom", "1", IsAutomatic: false);
}
