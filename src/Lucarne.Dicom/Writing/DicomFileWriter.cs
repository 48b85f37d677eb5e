using Lucarne.Imaging;
namespace Lucarne.Dicom.Writing;

/// <summary>Writes data sets as DICOM files (PS3.10 section 7), beside their place and renamed.</summary>
internal static class DicomFileWriter
{
    internal const string ImplicitLittleEndian = "1.2.840.10008.1.2";
    internal const string ExplicitLittleEndian = "1.2.840.10008.1.2.1";

    private const string VersionName = "LUCARNE";

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its place; its folder is made where there is none.</param>
    /// <param name="set">Its data set, with class and instance.</param>
    /// <param name="sopClassUid">Its class.</param>
    /// <param name="sopInstanceUid">Its instance.</param>
    /// <param name="isImplicit">Whether VRs are left out.</param>
    /// <exception cref="IOException">It cannot be written; where a file stood, it stands as it was.</exception>
    public static void Write(string path, ElementSet set, string sopClassUid, string sopInstanceUid, bool isImplicit = false)
    {
        set.Text(Attributes.SopClassUid, sopClassUid).Text(Attributes.SopInstanceUid, sopInstanceUid);
        var meta = DataSetEncoder.Encode(
            new ElementSet()
                .Bytes(Attributes.FileMetaInformationVersion, [0, 1])
                .Text(Attributes.MediaStorageSopClassUid, sopClassUid)
                .Text(Attributes.MediaStorageSopInstanceUid, sopInstanceUid)
                .Text(Attributes.TransferSyntaxUid, isImplicit ? ImplicitLittleEndian : ExplicitLittleEndian)
                .Text(Attributes.ImplementationClassUid, DicomUid.From("implementation"))
                .Text(Attributes.ImplementationVersionName, VersionName),
            isImplicit: false);
        var length = DataSetEncoder.Encode(new ElementSet().Integers(new Attribute(0x0002_0000, "UL"), meta.Length), isImplicit: false);
        byte[][] parts = [new byte[128], "DICM"u8.ToArray(), length, meta, DataSetEncoder.Encode(set, isImplicit)];
        PlacedFile.Write(path, stream => Array.ForEach(parts, part => stream.Write(part)));
    }
}
