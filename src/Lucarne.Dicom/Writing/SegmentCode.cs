namespace Lucarne.Dicom.Writing;

/// <summary>A concept of a coding scheme, as DICOM writes it (PS3.3 table 8.8-1).</summary>
/// <param name="Value">CodeValue.</param>
/// <param name="Scheme">CodingSchemeDesignator: SCT for SNOMED CT, DCM for DICOM's own, 99… for a private one.</param>
/// <param name="Meaning">CodeMeaning.</param>
public sealed record SegmentCode(string Value, string Scheme, string Meaning)
{
    private static readonly SegmentCode Anatomy = new("123037004", "SCT", "Anatomical Structure");
    private static readonly SegmentCode Spatial = new("309825002", "SCT", "Spatial and Relational Concept");

    private static readonly Dictionary<string, (SegmentCode Category, SegmentCode Type)> Known = new(StringComparer.Ordinal)
    {
        // Radiotherapy targets as in PS3.16 CID 9534.
        ["gtv"] = (Spatial, new("228791009", "SCT", "Gross tumor volume")),
        ["ptv"] = (Spatial, new("228793007", "SCT", "Planning target volume")),
        ["right_lung"] = (Anatomy, new("3341006", "SCT", "Right lung")),
        ["left_lung"] = (Anatomy, new("44029006", "SCT", "Left lung")),
        ["heart"] = (Anatomy, new("80891009", "SCT", "Heart")),
        ["oesophagus"] = (Anatomy, new("32849002", "SCT", "Esophagus")),
        ["spinal_cord"] = (Anatomy, new("2748008", "SCT", "Spinal cord")),
    };

    /// <summary>The category and the type of a structure by its name in recipes; a private code for a name that is not known.</summary>
    public static (SegmentCode Category, SegmentCode Type) Of(string structure)
    {
        ArgumentException.ThrowIfNullOrEmpty(structure);
        return Known.TryGetValue(structure, out var code) ? code : (Anatomy, new SegmentCode(structure.ToUpperInvariant()[..Math.Min(16, structure.Length)], "99LUCARNE", structure));
    }

    internal ElementSet ToItem() => new ElementSet()
        .Text(Attributes.CodeValue, Value)
        .Text(Attributes.CodingSchemeDesignator, Scheme)
        .Text(Attributes.CodeMeaning, Meaning);
}
