namespace Lucarne.Clinic.Findings;

/// <summary>Which axial slice of a scan stands for what was drawn in it, on paper.</summary>
/// <param name="Structure">The recipe's name of the structure that is largest there.</param>
/// <param name="Slice">The slice's number, from 1 at the feet.</param>
/// <param name="Slices">How many there are.</param>
/// <param name="PositionMm">The z coordinate of the slice's middle in mm: DICOM's patient coordinates, which grow to the head.</param>
/// <param name="Width">Columns of its picture.</param>
/// <param name="Height">Rows of its picture.</param>
public sealed record LargestSlice(string Structure, int Slice, int Slices, double PositionMm, int Width, int Height)
{
    /// <summary>The role of the slice's picture, the patient's right on its left, the front on top.</summary>
    public const string Picture = "largest";

    /// <summary>The role of the file that says where the slice lies.</summary>
    public const string Place = "largest-place";

    /// <summary>Reads what was kept; null where another program wrote it in another form.</summary>
    public static LargestSlice? Read(string json) => JsonForm.ReadOrNull<LargestSlice>(json) is { Structure: not null, Width: > 0, Height: > 0 } slice ? slice : null;
}
