using System.Globalization;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Contours;

/// <summary>A real patient's grid and closed contours, read by pydicom.</summary>
internal sealed record Lung1(VolumeGeometry Grid, IReadOnlyDictionary<string, IReadOnlyList<PlanarContour>> Structures)
{
    private const string Script = """
        import os, sys, pydicom
        files = [pydicom.dcmread(os.path.join(folder, name), stop_before_pixels=True) for folder, _, names in os.walk(sys.argv[1]) for name in names]
        slices = sorted((f for f in files if f.Modality == 'CT'), key=lambda f: f.ImagePositionPatient[2])
        plan = next(f for f in files if f.Modality == 'RTSTRUCT')
        first, second = slices[0], slices[1]
        step = second.ImagePositionPatient[2] - first.ImagePositionPatient[2]
        print(first.Columns, first.Rows, len(slices), *first.ImagePositionPatient, first.PixelSpacing[1], first.PixelSpacing[0], step)
        names = {roi.ROINumber: roi.ROIName for roi in plan.StructureSetROISequence}
        for roi in plan.ROIContourSequence:
            for contour in getattr(roi, 'ContourSequence', []):
                if contour.ContourGeometricType == 'CLOSED_PLANAR':
                    print(names[roi.ReferencedROINumber], *contour.ContourData, sep='\t')
        """;

    internal static string Folder(string patient) => Path.Combine(SharedData.Folder("lung1"), patient);

    internal static Lung1 Read(string patient)
    {
        PythonOracle.SkipWithout("pydicom");
        var lines = PythonOracle.Say(Script, Folder(patient)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var head = Numbers(lines[0].Split(' '));
        var grid = new VolumeGeometry((int)head[0], (int)head[1], (int)head[2], new(head[3], head[4], head[5]), new(head[6], 0, 0), new(0, head[7], 0), new(0, 0, head[8]));
        var structures = lines.Skip(1).Select(line => line.Split('\t')).GroupBy(fields => fields[0]).ToDictionary(
            group => group.Key, group => (IReadOnlyList<PlanarContour>)[.. group.Select(fields => Contour(Numbers(fields[1..])))]);
        return new Lung1(grid, structures);
    }

    private static double[] Numbers(string[] texts) => [.. texts.Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    private static PlanarContour Contour(double[] numbers) => new([.. numbers.Chunk(3).Select(point => new Vector3d(point[0], point[1], point[2]))]);
}
