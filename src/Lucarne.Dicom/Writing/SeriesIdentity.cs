using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>Who a written object belongs to, as the source states it: values are copied, never made better.</summary>
/// <param name="Name">PatientName, components with ^ between them.</param>
/// <param name="Id">PatientID.</param>
/// <param name="BirthDate">YYYYMMDD, or empty.</param>
/// <param name="Sex">M, F, O, or empty.</param>
public sealed record PatientIdentity(string Name, string Id, string BirthDate, string Sex);

/// <summary>The study that a written object joins.</summary>
/// <param name="Uid">StudyInstanceUID.</param>
/// <param name="Date">YYYYMMDD, or empty.</param>
/// <param name="Time">HHMMSS, or empty.</param>
/// <param name="Id">StudyID.</param>
/// <param name="AccessionNumber">AccessionNumber.</param>
/// <param name="Description">StudyDescription.</param>
/// <param name="ReferringPhysician">ReferringPhysicianName.</param>
public sealed record StudyIdentity(string Uid, string Date, string Time, string Id, string AccessionNumber, string Description, string ReferringPhysician);

/// <summary>One slice that is referenced.</summary>
/// <param name="SopClassUid">Its class.</param>
/// <param name="SopInstanceUid">Its instance.</param>
/// <param name="Position">ImagePositionPatient, in mm, LPS.</param>
public sealed record SliceIdentity(string SopClassUid, string SopInstanceUid, Vector3d Position);

/// <summary>A series of slices and where it belongs: all that an object derived from it must reference.</summary>
/// <param name="Patient">The patient.</param>
/// <param name="Study">The study.</param>
/// <param name="Uid">SeriesInstanceUID.</param>
/// <param name="FrameOfReferenceUid">FrameOfReferenceUID.</param>
/// <param name="Slices">The slices, in the order of the volume's k.</param>
public sealed record SeriesIdentity(PatientIdentity Patient, StudyIdentity Study, string Uid, string FrameOfReferenceUid, IReadOnlyList<SliceIdentity> Slices)
{
    /// <summary>The slice whose plane is nearest to a point.</summary>
    /// <param name="point">In mm, LPS.</param>
    /// <param name="normal">Normal of the slices, of length 1.</param>
    internal SliceIdentity Nearest(Vector3d point, Vector3d normal) => Slices.MinBy(slice => Math.Abs((point - slice.Position).Dot(normal)))!;
}
