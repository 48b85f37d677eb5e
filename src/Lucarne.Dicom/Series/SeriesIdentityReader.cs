using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Series;

/// <summary>Reads the patient, study and series modules (PS3.3 C.7.1.1, C.7.2.1, C.7.3.1, C.7.4.1).</summary>
internal static class SeriesIdentityReader
{
    public static SeriesIdentity Read(DicomDataSet data) => new()
    {
        PatientId = data.Text(Tags.PatientId) ?? "",
        PatientName = data.Text(Tags.PatientName) ?? "",
        PatientBirthDate = data.Text(Tags.PatientBirthDate) ?? "",
        PatientSex = data.Text(Tags.PatientSex) ?? "",
        StudyInstanceUid = data.Text(Tags.StudyInstanceUid) ?? "",
        StudyDate = data.Text(Tags.StudyDate) ?? "",
        StudyTime = data.Text(Tags.StudyTime) ?? "",
        StudyId = data.Text(Tags.StudyId) ?? "",
        StudyDescription = data.Text(Tags.StudyDescription) ?? "",
        AccessionNumber = data.Text(Tags.AccessionNumber) ?? "",
        ReferringPhysician = data.Text(Tags.ReferringPhysician) ?? "",
        SeriesInstanceUid = data.Text(Tags.SeriesInstanceUid) ?? "",
        SeriesNumber = (int?)data.Optional(Tags.SeriesNumber),
        SeriesDescription = data.Text(Tags.SeriesDescription) ?? "",
        SeriesDate = data.Text(Tags.SeriesDate) ?? "",
        Modality = data.Text(Tags.Modality) ?? "",
        FrameOfReferenceUid = data.Text(Tags.FrameOfReferenceUid) ?? "",
    };
}
