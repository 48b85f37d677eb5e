using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>What makes a phantom patient: build, age, organs, scanner. Lengths are in mm for a person of <see cref="Scale"/> 1.</summary>
internal sealed record ThoraxTraits
{
    /// <summary>Size of the skeleton: 1 for a person of middle height.</summary>
    internal required double Scale { get; init; }

    internal required bool IsFemale { get; init; }

    internal required int AgeYears { get; init; }

    /// <summary>Thickness of the fat under the skin, in mm.</summary>
    internal required double FatMm { get; init; }

    /// <summary>How wide and how deep the chest is beside the common form.</summary>
    internal required (double Wide, double Deep) Build { get; init; }

    /// <summary>How strongly the spine is bent backwards.</summary>
    internal required double Kyphosis { get; init; }

    /// <summary>How far the right and the left half of the diaphragm stand above their common place, in mm.</summary>
    internal required (double Right, double Left) DiaphragmMm { get; init; }

    internal required double HeartSize { get; init; }

    internal required double HeartLeftMm { get; init; }

    internal required double OesophagusLeftMm { get; init; }

    /// <summary>0 without contrast medium, 1 at its height.</summary>
    internal required double Contrast { get; init; }

    /// <summary>The lungs' density, in Hounsfield units; emphysema makes it lower.</summary>
    internal required double LungHounsfield { get; init; }

    internal required double BoneHounsfield { get; init; }

    internal required double NoiseHounsfield { get; init; }

    /// <summary>Where between 0 and 1 of a vertebra and its disc the scan's zero lies.</summary>
    internal required double VertebraPhase { get; init; }

    internal required double FieldOfViewMm { get; init; }

    /// <summary>Where the patient lies in the picture, in mm from its middle.</summary>
    internal required (double X, double Y) Offset { get; init; }

    /// <summary>From the patient's back down to the couch, in mm.</summary>
    internal required double CouchBelowMm { get; init; }

    internal required bool HasFlatCouch { get; init; }

    /// <summary>Lowest and highest slice, in mm for scale 1, from the fork of the windpipe.</summary>
    internal required (double Low, double High) Range { get; init; }

    internal required double SliceSpacingMm { get; init; }

    /// <summary>Where the scanner puts its zero.</summary>
    internal required Vector3d ScannerZero { get; init; }

    internal static ThoraxTraits From(ulong seed)
    {
        var n = new SeededNumbers(SeededNumbers.Derive(seed, 0));
        var female = n.Chance(0.4);
        var age = (int)n.Between(46, 84);
        var old = (age - 46) / 38.0;
        var emphysema = n.Chance(0.35) ? n.Between(10, 50) : 0;
        return new ThoraxTraits
        {
            IsFemale = female,
            AgeYears = age,
            Scale = (female ? 0.95 : 1.03) + n.Between(-0.06, 0.06),
            FatMm = n.Between(6, 24),
            Build = (n.Between(0.94, 1.06), n.Between(0.93, 1.08)),
            Kyphosis = 0.7 + (0.5 * old) + n.Between(-0.2, 0.3),
            DiaphragmMm = (n.Between(-14, 16), n.Between(-16, 12)),
            HeartSize = n.Between(0.9, 1.12) + (0.06 * old),
            HeartLeftMm = n.Between(-6, 8),
            OesophagusLeftMm = n.Between(-5, 7),
            Contrast = n.Chance(0.6) ? n.Between(0.35, 1) : n.Between(0, 0.08),
            LungHounsfield = n.Between(-865, -820) - emphysema,
            BoneHounsfield = 620 - (250 * old) + n.Between(-60, 90),
            NoiseHounsfield = n.Between(9, 20),
            VertebraPhase = n.Uniform(),
            FieldOfViewMm = n.Between(440, 500),
            Offset = (n.Between(-12, 12), n.Between(-10, 25)),
            CouchBelowMm = n.Between(4, 14),
            HasFlatCouch = n.Chance(0.6),
            Range = (n.Between(-152, -138), n.Between(108, 122)),
            SliceSpacingMm = n.Chance(0.5) ? 5 : 4,
            ScannerZero = new(0, Math.Floor(n.Between(-180, -90)), Math.Floor(n.Between(-500, 100))),
        };
    }
}
