using System.Globalization;
using Lucarne.Dicom.Discovery;

namespace Lucarne.Dicom.Tests.Series;

/// <summary>Both patients of <c>lung1</c>: one volume each, where and with what pydicom says.</summary>
public sealed class RealSeriesTests
{
    [SkippableTheory]
    [InlineData("LUNG1-001", 134)]
    [InlineData("LUNG1-002", 111)]
    public void One_volume_in_hounsfield_units_as_pydicom_reads_it(string patient, int slices)
    {
        var folder = SharedData.Folder($"lung1/{patient}");
        using var found = DicomCollection.Open(folder);
        var plan = Assert.Single(found.Series).Plan();
        var volume = Assert.Single(plan.Volumes);
        Assert.Empty(plan.Refusals);
        Assert.Empty(volume.Warnings);
        Assert.True(volume.IsHounsfield);
        var read = volume.Read().Whole!;
        const string script = """
            import sys, glob, pydicom, numpy as np
            s = [d for d in (pydicom.dcmread(f) for f in glob.glob(sys.argv[1] + '/*')) if d.Modality == 'CT']
            s.sort(key=lambda d: float(d.ImagePositionPatient[2]))
            print(len(s), *s[0].ImagePositionPatient, *s[0].PixelSpacing, (float(s[-1].ImagePositionPatient[2]) - float(s[0].ImagePositionPatient[2])) / (len(s) - 1))
            w = np.arange(512 * 512).reshape(512, 512) % 1009
            for d in s:
                a = (d.pixel_array * float(d.RescaleSlope) + float(d.RescaleIntercept)).astype(np.int64)
                print(int(a.sum()), int((a * w).sum()))
            """;
        var lines = Pydicom.Run(script, folder).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var numbers = lines[0].Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var grid = volume.Geometry;
        Assert.Equal(slices, grid.Slices);
        Assert.Equal(numbers, new[] { grid.Slices, grid.Origin.X, grid.Origin.Y, grid.Origin.Z, grid.RowSpacingMm, grid.ColumnSpacingMm, grid.SliceStep.Z });
        for (var k = 0; k < slices; k++)
        {
            long sum = 0, weighted = 0;
            foreach (var (value, place) in read.Slice(k).ToArray().Select((value, place) => (value, place))) (sum, weighted) = (sum + value, weighted + ((long)value * (place % 1009)));
            Assert.Equal(lines[k + 1], $"{sum} {weighted}");
        }
    }
}
