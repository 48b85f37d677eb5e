using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Discovery;

/// <summary>Tells pictures of the patient from the other objects that lie beside them in a study.</summary>
internal static class ObjectKind
{
    /// <summary>What an object is that is no picture, in words; nothing for a picture.</summary>
    public static string? WhyNoPicture(DicomFile file) => file.Data.Text(Tags.Modality) switch
    {
        "RTDOSE" => "a radiotherapy dose",
        "RTPLAN" => "a radiotherapy plan",
        "RTRECORD" => "a radiotherapy record",
        "SEG" => "a segmentation",
        "SR" => "a structured report without a picture",
        "PR" => "a presentation state",
        "KO" => "a key object selection",
        "DOC" => "a document",
        "REG" => "a registration",
        var modality when file.Pixels is null && !file.Data.Has(Tags.Rows) => $"an object of modality {modality ?? "unknown"} without pixel data",
        _ => null,
    };
}
