using System.Globalization;

namespace Lucarne.Dicom.Writing;

/// <summary>The modules that all written objects share (PS3.3 annex C.7 and C.12).</summary>
internal static class SharedModules
{
    internal const string Maker = "Lucarne";

    /// <summary>Patient, study, SOP common and equipment.</summary>
    public static ElementSet Of(PatientIdentity patient, StudyIdentity study) => new ElementSet()
        .Text(Attributes.SpecificCharacterSet, "ISO_IR 192")
        .Text(Attributes.PatientName, patient.Name)
        .Text(Attributes.PatientId, patient.Id)
        .Text(Attributes.PatientBirthDate, patient.BirthDate)
        .Text(Attributes.PatientSex, patient.Sex)
        .Text(Attributes.StudyInstanceUid, study.Uid)
        .Text(Attributes.StudyDate, study.Date)
        .Text(Attributes.StudyTime, study.Time)
        .Text(Attributes.StudyId, study.Id)
        .Text(Attributes.AccessionNumber, study.AccessionNumber)
        .Text(Attributes.StudyDescription, study.Description)
        .Text(Attributes.ReferringPhysicianName, study.ReferringPhysician)
        .Text(Attributes.Manufacturer, Maker);

    /// <summary>The series of an object that is derived from another series of the same study.</summary>
    public static ElementSet Derived(SeriesIdentity source, ObjectOrigin origin, string modality, int seriesNumber, DateTimeOffset made) => Of(source.Patient, source.Study)
        .Text(Attributes.Modality, modality)
        .Text(Attributes.SeriesInstanceUid, DicomUid.From(source.Uid, modality, origin.AlgorithmName, origin.AlgorithmVersion, Date(made), Time(made), "series"))
        .Integers(Attributes.SeriesNumber, seriesNumber)
        .Text(Attributes.SeriesDescription, origin.Description)
        .Text(Attributes.SeriesDate, Date(made))
        .Text(Attributes.SeriesTime, Time(made))
        .Text(Attributes.InstanceCreationDate, Date(made))
        .Text(Attributes.InstanceCreationTime, Time(made))
        .Integers(Attributes.InstanceNumber, 1)
        .Text(Attributes.ManufacturerModelName, origin.AlgorithmName)
        .Text(Attributes.SoftwareVersions, origin.AlgorithmVersion)
        .Text(Attributes.FrameOfReferenceUid, source.FrameOfReferenceUid)
        .Empty(Attributes.PositionReferenceIndicator);

    /// <summary>The instance of such an object.</summary>
    public static string InstanceUid(SeriesIdentity source, ObjectOrigin origin, string modality, DateTimeOffset made) =>
        DicomUid.From(source.Uid, modality, origin.AlgorithmName, origin.AlgorithmVersion, Date(made), Time(made), "instance");

    /// <summary>A class and an instance, as references are written.</summary>
    public static ElementSet Reference(SliceIdentity slice) => new ElementSet()
        .Text(Attributes.ReferencedSopClassUid, slice.SopClassUid)
        .Text(Attributes.ReferencedSopInstanceUid, slice.SopInstanceUid);

    public static string Date(DateTimeOffset time) => time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.ToString("HHmmss", CultureInfo.InvariantCulture);
}
