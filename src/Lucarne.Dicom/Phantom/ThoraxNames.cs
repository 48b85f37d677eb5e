using Lucarne.Dicom.Writing;
using Lucarne.Imaging;
using Lucarne.Imaging.Phantom.Thorax;

namespace Lucarne.Dicom.Phantom;

/// <summary>How departments write the names of structures: no two alike.</summary>
internal static class ThoraxNames
{
    /// <summary>In the order of <see cref="ThoraxStructure"/>, then the isocentre.</summary>
    private static readonly string[][] Styles =
    [
        ["GTV-1", "PTV-1", "Lung R", "Lung L", "Heart", "Esophagus", "Spinal cord", "Patient", "Isocenter 1"],
        ["GTVp", "PTV", "Lung_R", "Lung_L", "Heart", "Oesophagus", "SpinalCord", "BODY", "ISO"],
        ["GTV-1", "PTV1", "LUNG_R", "LUNG_L", "HEART", "ESOPHAGUS", "SPINAL CORD", "EXTERNAL", "ISOCENTER"],
        ["GTV", "PTV 66Gy", "Lung right", "Lung left", "Heart", "Esophagus", "Spinal_Cord", "Skin", "Isocentre"],
    ];

    private static readonly string[] French = ["GTVp", "PTV 66 Gy", "POUMON D", "POUMON G", "COEUR", "OESOPHAGE", "MOELLE", "Contour extérieur", "Isocentre planifié"];

    private static readonly (RoiKind Kind, Rgb Colour)[] Looks =
    [
        (RoiKind.Gtv, new(230, 25, 75)), (RoiKind.Ptv, new(245, 130, 49)), (RoiKind.Organ, new(67, 99, 216)), (RoiKind.Organ, new(66, 212, 244)),
        (RoiKind.Organ, new(240, 50, 230)), (RoiKind.Organ, new(255, 225, 25)), (RoiKind.Organ, new(60, 180, 75)), (RoiKind.External, new(170, 170, 170)),
        (RoiKind.Isocentre, new(255, 255, 255)),
    ];

    /// <summary>A department's names: one of several styles, or French.</summary>
    public static IReadOnlyList<string> Of(int department, bool isFrench) => isFrench ? French : Styles[department % Styles.Length];

    /// <summary>The place of the isocentre among the names.</summary>
    public static int Isocentre => French.Length - 1;

    /// <summary>What a structure is to a plan, and its colour.</summary>
    public static (RoiKind Kind, Rgb Colour) LookOf(int structure) => Looks[structure];
}
