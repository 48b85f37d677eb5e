namespace Lucarne.Dicom.Elements;

/// <summary>The tags that are read, group in the upper half (PS3.6 section 6).</summary>
internal static class Tags
{
    public const uint TransferSyntaxUid = 0x0002_0010;
    public const uint SpecificCharacterSet = 0x0008_0005;
    public const uint ImageType = 0x0008_0008;
    public const uint SopClassUid = 0x0008_0016;
    public const uint SopInstanceUid = 0x0008_0018;
    public const uint StudyDate = 0x0008_0020;
    public const uint SeriesDate = 0x0008_0021;
    public const uint StudyTime = 0x0008_0030;
    public const uint AccessionNumber = 0x0008_0050;
    public const uint Modality = 0x0008_0060;
    public const uint ReferringPhysician = 0x0008_0090;
    public const uint StudyDescription = 0x0008_1030;
    public const uint SeriesDescription = 0x0008_103E;
    public const uint ReferencedSopInstanceUid = 0x0008_1155;
    public const uint PatientName = 0x0010_0010;
    public const uint PatientId = 0x0010_0020;
    public const uint PatientBirthDate = 0x0010_0030;
    public const uint PatientSex = 0x0010_0040;
    public const uint SliceThickness = 0x0018_0050;
    public const uint EchoTime = 0x0018_0081;
    public const uint TriggerTime = 0x0018_1060;
    public const uint StudyInstanceUid = 0x0020_000D;
    public const uint SeriesInstanceUid = 0x0020_000E;
    public const uint StudyId = 0x0020_0010;
    public const uint SeriesNumber = 0x0020_0011;
    public const uint AcquisitionNumber = 0x0020_0012;
    public const uint InstanceNumber = 0x0020_0013;
    public const uint ImagePosition = 0x0020_0032;
    public const uint ImageOrientation = 0x0020_0037;
    public const uint FrameOfReferenceUid = 0x0020_0052;
    public const uint TemporalPosition = 0x0020_0100;
    public const uint FrameContentSequence = 0x0020_9111;
    public const uint PlanePositionSequence = 0x0020_9113;
    public const uint PlaneOrientationSequence = 0x0020_9116;
    public const uint TemporalPositionIndex = 0x0020_9128;
    public const uint SamplesPerPixel = 0x0028_0002;
    public const uint Photometric = 0x0028_0004;
    public const uint NumberOfFrames = 0x0028_0008;
    public const uint Rows = 0x0028_0010;
    public const uint Columns = 0x0028_0011;
    public const uint PixelSpacing = 0x0028_0030;
    public const uint BitsAllocated = 0x0028_0100;
    public const uint BitsStored = 0x0028_0101;
    public const uint HighBit = 0x0028_0102;
    public const uint PixelRepresentation = 0x0028_0103;
    public const uint RescaleIntercept = 0x0028_1052;
    public const uint RescaleSlope = 0x0028_1053;
    public const uint RescaleType = 0x0028_1054;
    public const uint ModalityLutSequence = 0x0028_3000;
    public const uint PixelMeasuresSequence = 0x0028_9110;
    public const uint PixelValueTransformationSequence = 0x0028_9145;
    public const uint StructureSetLabel = 0x3006_0002;
    public const uint ReferencedFrameOfReferenceSequence = 0x3006_0010;
    public const uint RtReferencedStudySequence = 0x3006_0012;
    public const uint RtReferencedSeriesSequence = 0x3006_0014;
    public const uint ContourImageSequence = 0x3006_0016;
    public const uint StructureSetRoiSequence = 0x3006_0020;
    public const uint RoiNumber = 0x3006_0022;
    public const uint ReferencedFrameOfReferenceUid = 0x3006_0024;
    public const uint RoiName = 0x3006_0026;
    public const uint RoiDisplayColour = 0x3006_002A;
    public const uint RoiContourSequence = 0x3006_0039;
    public const uint ContourSequence = 0x3006_0040;
    public const uint ContourGeometricType = 0x3006_0042;
    public const uint ContourData = 0x3006_0050;
    public const uint RtRoiObservationsSequence = 0x3006_0080;
    public const uint RtRoiInterpretedType = 0x3006_00A4;
    public const uint ReferencedRoiNumber = 0x3006_0084;
    public const uint SharedFunctionalGroups = 0x5200_9229;
    public const uint PerFrameFunctionalGroups = 0x5200_9230;
    public const uint FloatPixelData = 0x7FE0_0008;
    public const uint DoublePixelData = 0x7FE0_0009;
    public const uint PixelData = 0x7FE0_0010;
    public const uint Item = 0xFFFE_E000;
    public const uint ItemEnd = 0xFFFE_E00D;
    public const uint SequenceEnd = 0xFFFE_E0DD;

    /// <summary>Whether the whole number of this tag is binary where its VR is left out; the others that are read are integer strings.</summary>
    public static bool IsBinary(uint tag) => tag == TemporalPositionIndex || (tag >> 16 == 0x0028 && tag != NumberOfFrames);

    /// <summary>As the standard writes it: (gggg,eeee).</summary>
    public static string Written(uint tag) => $"({tag >> 16:X4},{tag & 0xFFFF:X4})";
}
