using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Dicom.Series;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Conversion;

/// <summary>
/// What stands beside a converted volume: what it is, where it lies, and what a person must know of it. It names the series by its UIDs, so
/// that the way back to the archive can be found, and nothing else that leads to the patient: no name, no date, no number.
/// </summary>
internal static class Sidecar
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it beside its place and renames it.</summary>
    public static void Write(string path, string volumeFile, ScanVolume volume, IReadOnlyList<string> leftOut)
    {
        var plan = volume.Plan;
        var identity = plan.Series.Identity;
        var geometry = plan.Geometry;
        var document = new Dictionary<string, object?>
        {
            ["file"] = volumeFile,
            ["modality"] = identity.Modality,
            ["series_description"] = identity.SeriesDescription,
            ["series_number"] = identity.SeriesNumber,
            ["series_instance_uid"] = identity.SeriesInstanceUid,
            ["study_instance_uid"] = identity.StudyInstanceUid,
            ["frame_of_reference_uid"] = identity.FrameOfReferenceUid,
            ["unit"] = plan.IsHounsfield ? "HU" : plan.Unit,
            ["voxel_type"] = volume.Whole is not null ? "int16" : "float32",
            ["size"] = new[] { geometry.Columns, geometry.Rows, geometry.Slices },
            ["spacing_mm"] = new[] { geometry.ColumnSpacingMm, geometry.RowSpacingMm, geometry.SliceSpacingMm },
            ["affine_ras"] = Affine(geometry),
            ["source_files"] = plan.FileCount,
            ["interpolated_slices"] = plan.Slices.Select((slice, k) => (slice, k)).Where(item => item.slice is null).Select(item => item.k).ToArray(),
            ["warnings"] = plan.Warnings.Select(note => note.English),
            ["left_out_of_series"] = leftOut,
        };
        PlacedFile.Write(path, JsonSerializer.Serialize(document, Form) + "\n");
    }

    // NIfTI's axes run to the right, to the front and to the head: x and y change their signs.
    private static double[][] Affine(VolumeGeometry geometry)
    {
        var (c, r, s, o) = (geometry.ColumnStep, geometry.RowStep, geometry.SliceStep, geometry.Origin);
        return [[Minus(c.X), Minus(r.X), Minus(s.X), Minus(o.X)], [Minus(c.Y), Minus(r.Y), Minus(s.Y), Minus(o.Y)], [c.Z, r.Z, s.Z, o.Z], [0, 0, 0, 1]];
    }

    // No negative zero, which looks like a fault.
    private static double Minus(double value) => 0 - value;
}
