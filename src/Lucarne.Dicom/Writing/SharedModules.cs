using System.Globalization;
using Lucarne.Dicom.Series;

namespace Lucarne.Dicom.Writing;

/// <summary>The modules that all written objects share (PS3.3 annex C.7 and C.12).</summary>
internal static class SharedModules
{
    internal const string Maker = "Lucarne";

    /// <summary>Patient, study, SOP common and equipment.</summary>
    public static ElementSet Of(SeriesIdentity source) => new ElementSet()
        .Text(Attributes.SpecificCharacterSet, "ISO_IR 192")
        .Text(Attributes.PatientName, source.PatientName)
        .Text(Attributes.PatientId, source.PatientId)
        .Text(Attributes.PatientBirthDate, source.PatientBirthDate)
        .Text(Attributes.PatientSex, source.PatientSex)
        .Text(Attributes.StudyInstanceUid, source.StudyInstanceUid)
        .Text(Attributes.StudyDate, source.StudyDate)
        .Text(Attributes.StudyTime, source.StudyTime)
        .Text(Attributes.StudyId, source.StudyId)
        .Text(Attributes.AccessionNumber, source.AccessionNumber)
        .Text(Attributes.StudyDescription, source.StudyDescription)
        .Text(Attributes.ReferringPhysicianName, source.ReferringPhysician)
        .Text(Attributes.Manufacturer, Maker);

    /// <summary>The series of an object that is derived from another series of the same study.</summary>
    public static ElementSet Derived(SeriesIdentity source, ObjectOrigin origin, string modality, int seriesNumber, DateTimeOffset made) => Of(source)
        .Text(Attributes.Modality, modality)
        .Text(Attributes.SeriesInstanceUid, DicomUid.From(source.SeriesInstanceUid, modality, origin.AlgorithmName, origin.AlgorithmVersion, Date(made), Time(made), "series"))
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
        DicomUid.From(source.SeriesInstanceUid, modality, origin.AlgorithmName, origin.AlgorithmVersion, Date(made), Time(made), "instance");

    /// <summary>A class and an instance, as references are written.</summary>
    public static ElementSet Reference(SliceIdentity slice)
    {
        var item = new ElementSet().Text(Attributes.ReferencedSopClassUid, slice.SopClassUid).Text(Attributes.ReferencedSopInstanceUid, slice.SopInstanceUid);
        return slice.Frame is { } frame ? item.Integers(Attributes.ReferencedFrameNumber, frame) : item;
    }

    /// <summary>References to whole instances, each once however many frames it has.</summary>
    public static IEnumerable<ElementSet> References(SourceSeries source) => source.Existing.DistinctBy(slice => slice.SopInstanceUid).Select(slice => Reference(slice with { Frame = null }));

    public static string Date(DateTimeOffset time) => time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.ToString("HHmmss", CultureInfo.InvariantCulture);
}
