using System.IO.Compression;
using Lucarne.Dicom.Phantom;

namespace Lucarne.Clinic.Tests.Working;

/// <summary>Drawn thorax patients, small enough to learn from within seconds.</summary>
internal sealed class ThoraxScans : IDisposable
{
    public const int Side = 64;
    public const double SpacingMm = 10;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Patients to learn from.</summary>
    public string Cohort => _folder.File("cohort");

    /// <summary>A patient who is not among them: the folders CT and the file with the contours.</summary>
    public string Stranger => Path.Combine(_folder.File("stranger"), "PHANTOM-001");

    /// <summary>The stranger's contours, as they were drawn with the scan.</summary>
    public string StrangersContours => Directory.EnumerateFiles(Stranger, "RS.*.dcm").Single();

    public static ThoraxScans Draw(int patients)
    {
        var scans = new ThoraxScans();
        ThoraxCohort.Write(scans.Cohort, new ThoraxCohortOptions(patients, 5) { Side = Side, SliceSpacingMm = SpacingMm });
        ThoraxCohort.Write(scans._folder.File("stranger"), new ThoraxCohortOptions(1, 4242) { Side = Side, SliceSpacingMm = SpacingMm });
        return scans;
    }

    /// <summary>The stranger's slices, without contours.</summary>
    public byte[] Zip()
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(Path.Combine(Stranger, "CT"), zip);
        return zip.ToArray();
    }

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();
}
