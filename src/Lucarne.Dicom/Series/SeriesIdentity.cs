namespace Lucarne.Dicom.Series;

/// <summary>
/// Whose series it is and where it belongs, as its first file says. What identifies the patient is here because objects written back to the
/// archive must carry it; it goes into no other file.
/// </summary>
public sealed record SeriesIdentity
{
    /// <summary>PatientID (0010,0020); empty where the file has none.</summary>
    public string PatientId { get; init; } = "";

    /// <summary>PatientName (0010,0010).</summary>
    public string PatientName { get; init; } = "";

    /// <summary>PatientBirthDate (0010,0030), yyyymmdd.</summary>
    public string PatientBirthDate { get; init; } = "";

    /// <summary>PatientSex (0010,0040).</summary>
    public string PatientSex { get; init; } = "";

    /// <summary>StudyInstanceUID (0020,000D).</summary>
    public string StudyInstanceUid { get; init; } = "";

    /// <summary>StudyDate (0008,0020), yyyymmdd.</summary>
    public string StudyDate { get; init; } = "";

    /// <summary>StudyTime (0008,0030).</summary>
    public string StudyTime { get; init; } = "";

    /// <summary>StudyID (0020,0010).</summary>
    public string StudyId { get; init; } = "";

    /// <summary>StudyDescription (0008,1030).</summary>
    public string StudyDescription { get; init; } = "";

    /// <summary>AccessionNumber (0008,0050).</summary>
    public string AccessionNumber { get; init; } = "";

    /// <summary>ReferringPhysicianName (0008,0090).</summary>
    public string ReferringPhysician { get; init; } = "";

    /// <summary>SeriesInstanceUID (0020,000E).</summary>
    public string SeriesInstanceUid { get; init; } = "";

    /// <summary>SeriesNumber (0020,0011).</summary>
    public int? SeriesNumber { get; init; }

    /// <summary>SeriesDescription (0008,103E).</summary>
    public string SeriesDescription { get; init; } = "";

    /// <summary>SeriesDate (0008,0021), yyyymmdd.</summary>
    public string SeriesDate { get; init; } = "";

    /// <summary>Modality (0008,0060).</summary>
    public string Modality { get; init; } = "";

    /// <summary>FrameOfReferenceUID (0020,0052): series that share it share a coordinate system.</summary>
    public string FrameOfReferenceUid { get; init; } = "";
}
