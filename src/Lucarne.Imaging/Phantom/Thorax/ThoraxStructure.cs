namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>What is outlined in a phantom patient.</summary>
public enum ThoraxStructure
{
    /// <summary>Gross tumour volume: the tumour that is seen.</summary>
    GrossTumour,
    /// <summary>Planning target volume: the tumour and a margin of 10 mm.</summary>
    PlanningTarget,
    /// <summary>Right lung without the tumour.</summary>
    RightLung,
    /// <summary>Left lung without the tumour.</summary>
    LeftLung,
    /// <summary>The heart with its sac.</summary>
    Heart,
    /// <summary>The gullet, over the whole scan.</summary>
    Oesophagus,
    /// <summary>The spinal cord with its sheath, as wide as departments contour it.</summary>
    SpinalCord,
    /// <summary>Everything under the skin.</summary>
    Body,
}
