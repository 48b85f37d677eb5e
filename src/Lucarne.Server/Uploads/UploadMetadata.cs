using System.Text;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Server.Predict;

namespace Lucarne.Server.Uploads;

/// <summary>What a sender says of a file, as tus carries it: <c>filename d29ybGQ=,record Ui0xNw==</c>, values in base64 of UTF-8.</summary>
/// <param name="Fields">Values by name.</param>
internal sealed record UploadMetadata(IReadOnlyDictionary<string, string> Fields)
{
    private const int LongestHeader = 8192;

    /// <summary>Reads the header; null where it is broken.</summary>
    public static UploadMetadata? Read(string header)
    {
        if (header.Length > LongestHeader) return null;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = pair.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var bytes = new byte[LongestHeader];
            if (words.Length is not (1 or 2) || !Convert.TryFromBase64String(words.Length == 2 ? words[1] : "", bytes, out var length) || !fields.TryAdd(words[0], Encoding.UTF8.GetString(bytes, 0, length))) return null;
        }

        return new UploadMetadata(fields);
    }

    /// <summary>The import. Without a record number nothing of the file's name is kept.</summary>
    public ImportPayload ToPayload()
    {
        var record = Fields.GetValueOrDefault("record", "");
        return ScanForm.Payload(Fields.GetValueOrDefault("filename", ""), record) with
        {
            Description = Fields.GetValueOrDefault("description") is { Length: > 0 } words ? words : null,
            IsDeidentified = Fields.GetValueOrDefault("deidentified") is "true",
        };
    }
}

/// <summary>What is kept of what was said of a scan.</summary>
internal static class ScanForm
{
    /// <summary>The import of a file with a name, for the patient of a record number; without one the file's name is forgotten.</summary>
    public static ImportPayload Payload(string fileName, string recordNumber)
    {
        var isNameless = string.IsNullOrWhiteSpace(recordNumber);
        return new ImportPayload
        {
            FileName = isNameless ? "scan" : UploadedPicture.Plain(fileName),
            Patient = isNameless ? null : new PatientEntry { RecordNumber = recordNumber.Trim() },
        };
    }
}
