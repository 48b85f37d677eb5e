using System.IO.Compression;
using System.Text.Json;

namespace Lucarne.EndToEnd;

/// <summary>DICOM in, through the command line: drawn patients with the faults of real ones.</summary>
public sealed class DicomTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-dicom-").FullName;
    private readonly LucarneProcess _lucarne;

    public DicomTests() => _lucarne = new LucarneProcess(In("home"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Patients_with_faults_become_volumes_and_masks()
    {
        _lucarne.Run("phantom", "thorax", "--out", In("patients"), "--patients", "5", "--seed", "3", "--size", "64", "--spacing", "10", "--faults").Done();
        ZipFile.CreateFromDirectory(In("patients"), In("patients.zip"));
        var converted = _lucarne.Run("convert", In("patients.zip"), "--out", In("volumes")).Done();
        Assert.Equal(5, Directory.GetFiles(In("volumes"), "*.nii.gz").Length);
        Assert.Equal(5, Directory.GetFiles(In("volumes"), "*.json").Length);
        Assert.Contains("1 slice(s) are missing", converted.Error, StringComparison.Ordinal);
        foreach (var patient in Directory.GetDirectories(In("patients")))
        {
            _lucarne.Run("contours", patient, "--out", In("masks")).Done();
            using var account = JsonDocument.Parse(File.ReadAllText(In("masks/structures.json")));
            var structures = account.RootElement.GetProperty("structures").EnumerateArray().ToList();
            Assert.Equal(7, structures.Count(structure => structure.GetProperty("recipe_structure").GetString() is not null));
            // The masks of the patient before are gone, and those that are named are here.
            Assert.Equal(structures.Select(structure => structure.GetProperty("file").GetString()).OfType<string>().Order(StringComparer.Ordinal),
                Directory.GetFiles(In("masks/structures")).Select(file => "structures/" + Path.GetFileName(file)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_cannot_be_converted_is_one_sentence()
    {
        File.WriteAllText(In("notes.dcm"), "no DICOM at all");
        _lucarne.Run("convert", In("notes.dcm"), "--out", In("volumes")).Refused(1, "notes.dcm", "is not DICOM");
        _lucarne.Run("convert", In("nowhere"), "--out", In("volumes")).Refused(1, "There is no", "nowhere");
        _lucarne.Run("contours", In("notes.dcm"), "--out", In("masks")).Refused(1, "no structure set");
        _lucarne.Run("convert", In("notes.dcm")).Refused(2, "--out");
        Directory.CreateDirectory(In("empty"));
        _lucarne.Run("convert", In("empty"), "--out", In("volumes")).Refused(1, "holds no DICOM");
    }

    [Fact]
    public void A_zip_bomb_is_one_sentence()
    {
        using (var zip = ZipFile.Open(In("bomb.zip"), ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("slice.dcm", CompressionLevel.Optimal).Open())
        {
            entry.Write([.. new byte[128], .. "DICM"u8]);
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1024; i++) entry.Write(zeros);
        }

        _lucarne.Run("convert", In("bomb.zip"), "--out", In("volumes")).Refused(1, "bomb.zip", "swells");
    }

    private string In(string name) => Path.Combine(_folder, name);
}
