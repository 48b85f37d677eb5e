using System.Globalization;
using System.Runtime.InteropServices;
using Lucarne.Dicom.Series;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>Writes CT series of phantoms, a file per slice (CT Image Storage, PS3.3 A.3). Each says that it shows a phantom (QualityControlImage, C.7.6.1).</summary>
public static class CtSeriesWriter
{
    private const string CtImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    private const int SeriesNumber = 2;
    private const int UnsignedIntercept = -1024;

    /// <summary>Writes a series; the names of its files say nothing of their order in the patient.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="encoding">How slices are laid out.</param>
    /// <param name="leftOut">Indices k of slices that are not written.</param>
    /// <param name="cancellation">Ends the work; what has been written stays.</param>
    /// <returns>The whole series, with the slices that were left out.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static SourceSeries Write(string folder, CtScan scan, CtEncoding encoding = CtEncoding.Explicit, IReadOnlyCollection<int>? leftOut = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var geometry = scan.Hounsfield.Geometry;
        var identity = scan.Identity with
        {
            Modality = "CT",
            SeriesNumber = SeriesNumber,
            SeriesInstanceUid = DicomUid.From(scan.Identity.StudyInstanceUid, scan.Key, "series"),
            FrameOfReferenceUid = DicomUid.From(scan.Identity.StudyInstanceUid, scan.Key, "frame of reference"),
        };
        var slices = new List<SliceIdentity?>();
        for (var k = 0; k < geometry.Slices; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var instanceUid = DicomUid.From(identity.SeriesInstanceUid, k.ToString(CultureInfo.InvariantCulture));
            slices.Add(new SliceIdentity(CtImageStorage, instanceUid, null, geometry.ToPatient(0, 0, k)));
            if (leftOut?.Contains(k) == true) continue;
            // Scanners count from where the table starts, here the head.
            var number = geometry.Slices - k;
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"CT.{number:0000}.dcm"));
            var set = Slice(scan with { Identity = identity }, k, number);
            DicomFileWriter.Write(path, set, CtImageStorage, instanceUid, encoding == CtEncoding.Implicit);
            if (encoding == CtEncoding.Jpeg2000) Recompression.ToJpeg2000(path);
        }

        return new SourceSeries(identity, geometry, slices);
    }

    private static ElementSet Slice(CtScan scan, int k, int number)
    {
        var geometry = scan.Hounsfield.Geometry;
        var set = SharedModules.Of(scan.Identity)
            .Text(Attributes.ImageType, @"ORIGINAL\PRIMARY\AXIAL")
            .Text(Attributes.Modality, "CT")
            .Text(Attributes.SeriesInstanceUid, scan.Identity.SeriesInstanceUid)
            .Integers(Attributes.SeriesNumber, SeriesNumber)
            .Text(Attributes.SeriesDescription, scan.Identity.SeriesDescription)
            .Text(Attributes.SeriesDate, scan.Identity.StudyDate)
            .Text(Attributes.SeriesTime, scan.Identity.StudyTime)
            .Text(Attributes.AcquisitionDate, scan.Identity.StudyDate)
            .Text(Attributes.AcquisitionTime, scan.Identity.StudyTime)
            .Text(Attributes.ContentDate, scan.Identity.StudyDate)
            .Text(Attributes.ContentTime, scan.Identity.StudyTime)
            .Text(Attributes.ManufacturerModelName, "Phantom")
            .Text(Attributes.QualityControlImage, "YES")
            .Text(Attributes.BodyPartExamined, "CHEST")
            .Text(Attributes.PatientPosition, "HFS")
            .Decimals(Attributes.Kvp, 120)
            .Integers(Attributes.AcquisitionNumber, 1)
            .Integers(Attributes.InstanceNumber, number)
            .Text(Attributes.FrameOfReferenceUid, scan.Identity.FrameOfReferenceUid)
            .Empty(Attributes.PositionReferenceIndicator);
        if (scan.AgeYears is { } years) set.Text(Attributes.PatientAge, string.Create(CultureInfo.InvariantCulture, $"{years:000}Y"));
        Place(set, geometry, k);
        Store(set, scan, k);
        return set;
    }

    private static void Place(ElementSet set, VolumeGeometry geometry, int k)
    {
        Vector3d corner = geometry.ToPatient(0, 0, k), across = geometry.ColumnStep.Normalised(), down = geometry.RowStep.Normalised();
        set.Decimals(Attributes.SliceThickness, Math.Round(geometry.SliceSpacingMm, 6))
            .Text(Attributes.ImagePosition, string.Join('\\', new[] { corner.X, corner.Y, corner.Z }.Select(value => DecimalString.Rounded(value, 6))))
            .Decimals(Attributes.ImageOrientation, across.X, across.Y, across.Z, down.X, down.Y, down.Z)
            .Decimals(Attributes.PixelSpacing, geometry.RowSpacingMm, geometry.ColumnSpacingMm);
    }

    private static void Store(ElementSet set, CtScan scan, int k)
    {
        var geometry = scan.Hounsfield.Geometry;
        var intercept = scan.IsSigned ? 0 : UnsignedIntercept;
        var stored = new short[geometry.SliceLength];
        var slice = scan.Hounsfield.Slice(k);
        for (var i = 0; i < stored.Length; i++) stored[i] = checked((short)(slice[i] - intercept));
        var bits = scan.IsSigned ? 16 : 12;
        set.Integers(Attributes.SamplesPerPixel, 1)
            .Text(Attributes.Photometric, "MONOCHROME2")
            .Integers(Attributes.Rows, geometry.Rows)
            .Integers(Attributes.Columns, geometry.Columns)
            .Integers(Attributes.BitsAllocated, 16)
            .Integers(Attributes.BitsStored, bits)
            .Integers(Attributes.HighBit, bits - 1)
            .Integers(Attributes.PixelRepresentation, scan.IsSigned ? 1 : 0)
            .Decimals(Attributes.WindowCentre, 40)
            .Decimals(Attributes.WindowWidth, 400)
            .Decimals(Attributes.RescaleIntercept, intercept)
            .Decimals(Attributes.RescaleSlope, 1)
            .Text(Attributes.RescaleType, "HU")
            .Bytes(Attributes.PixelData, MemoryMarshal.AsBytes(stored.AsSpan()).ToArray());
    }
}
