using System.Globalization;
using System.Text;
using Lucarne.Imaging;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Prepare;

/// <summary>slices.csv: a row per prepared slice, for people and other programs.</summary>
internal static class SliceIndex
{
    /// <summary>Columns: scan, part, slice (from 0), z of the slice's centre in mm (LPS), and the pixels of each structure, empty where it was
    /// not contoured.</summary>
    public static void Write(string path, SegmentationOptions options, IEnumerable<(PreparedPatient Record, string Part)> scans)
    {
        var text = new StringBuilder("scan,part,slice,z_mm,").AppendJoin(',', options.Structures.Select(structure => structure.Name)).Append('\n');
        foreach (var (record, part) in scans)
        {
            var geometry = record.Geometry;
            for (var k = 0; k < geometry.Slices; k++)
            {
                var z = geometry.ToPatient((geometry.Columns - 1) / 2.0, (geometry.Rows - 1) / 2.0, k).Z;
                text.Append(CultureInfo.InvariantCulture, $"{record.Id},{part},{k},{z:0.###}");
                foreach (var structure in options.Structures)
                    text.Append(CultureInfo.InvariantCulture, $",{(record.Contoured.Contains(structure.Name) ? record.Pixels[k][structure.Value - 1].ToString(CultureInfo.InvariantCulture) : "")}");
                text.Append('\n');
            }
        }

        PlacedFile.Write(path, text.ToString());
    }
}
