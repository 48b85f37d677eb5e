namespace Lucarne.Dicom.Writing;

/// <summary>Who drew (ROI Generation Algorithm, PS3.3 C.8.8.5; Segment Algorithm Type, C.8.20.2).</summary>
public enum ContourAuthor
{
    /// <summary>A network, and no person: AUTOMATIC.</summary>
    Network,

    /// <summary>A person who corrected what a network drew: SEMIAUTOMATIC.</summary>
    PersonAfterNetwork,

    /// <summary>A person: MANUAL.</summary>
    Person,
}

/// <summary>Where a written object comes from, and what its descriptions say of it.</summary>
/// <param name="Description">For SeriesDescription, StructureSetName and ContentDescription: at most 64 characters.</param>
/// <param name="DescriptionFr">The same in French.</param>
/// <param name="ShortLabel">For StructureSetLabel: at most 16 characters.</param>
/// <param name="CodeLabel">For ContentLabel: at most 16 capitals, digits and underscores.</param>
/// <param name="AlgorithmName">What made it.</param>
/// <param name="AlgorithmVersion">Its version.</param>
/// <param name="Author">Who drew.</param>
public sealed record ObjectOrigin(string Description, string DescriptionFr, string ShortLabel, string CodeLabel, string AlgorithmName, string AlgorithmVersion, ContourAuthor Author)
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
        ContourAuthor.Network);

    /// <summary>From a doctor who corrected what a network drew.</summary>
    /// <param name="modelName">The model whose drawing was corrected.</param>
    /// <param name="modelVersion">Its version.</param>
    public static ObjectOrigin Corrected(string modelName, string modelVersion) => new(
        "AI-generated, corrected by a doctor, not approved",
        "Produit par une IA, corrigé par un médecin, non approuvé",
        "AI, corrected",
        "AI_CORRECTED",
        modelName,
        modelVersion,
        ContourAuthor.PersonAfterNetwork);

    /// <summary>The author as DICOM writes it.</summary>
    internal string Generation => Author switch
    {
        ContourAuthor.Network => "AUTOMATIC",
        ContourAuthor.PersonAfterNetwork => "SEMIAUTOMATIC",
        _ => "MANUAL",
    };

    /// <summary>From a phantom: drawn together with the scan.</summary>
    public static ObjectOrigin Phantom { get; } = new(
        "Phantom, not a patient", "Fantôme, pas un patient", "Phantom", "PHANTOM", "Lucarne phantom", "1", ContourAuthor.Person);
}
