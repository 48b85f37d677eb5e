using Lucarne.Dicom.Series;
using Lucarne.Imaging.Contours;

namespace Lucarne.Dicom.Writing;

/// <summary>
/// Writes RT Structure Sets (PS3.3 A.19): each contour references its slice, the whole references the frame of reference,
/// the study, the series and every slice of it. Holes are joined to their outlines.
/// </summary>
public static class StructureSetWriter
{
    private const string StructureSetStorage = "1.2.840.10008.5.1.4.1.1.481.3";
    private const string StudyManagement = "1.2.840.10008.3.1.2.3.1";
    private const int SeriesNumber = 9001;

    // Micrometres: finer than any contour is drawn.
    private const int Decimals = 3;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="source">The series that was contoured.</param>
    /// <param name="structures">What was contoured.</param>
    /// <param name="origin">Where the contours come from.</param>
    /// <param name="made">When.</param>
    /// <param name="isImplicit">Whether the file leaves out VRs, as many planning systems do.</param>
    /// <exception cref="DicomException">A name is longer than DICOM allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, SourceSeries source, IReadOnlyList<WrittenStructure> structures, ObjectOrigin origin, DateTimeOffset made, bool isImplicit = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(structures);
        ArgumentNullException.ThrowIfNull(origin);
        var set = SharedModules.Derived(source.Identity, origin, "RTSTRUCT", SeriesNumber, made)
            .Empty(Attributes.OperatorsName)
            .Text(Attributes.StructureSetLabel, origin.ShortLabel)
            .Text(Attributes.StructureSetName, origin.Description)
            .Text(Attributes.StructureSetDescription, $"{origin.Description}. {origin.DescriptionFr}.")
            .Text(Attributes.StructureSetDate, SharedModules.Date(made))
            .Text(Attributes.StructureSetTime, SharedModules.Time(made))
            .Text(Attributes.ApprovalStatus, "UNAPPROVED")
            .Sequence(Attributes.ReferencedFrameOfReferenceSequence, Referenced(source))
            .Sequence(Attributes.StructureSetRoiSequence, structures.Select((structure, i) => Roi(structure, i + 1, source, origin)))
            .Sequence(Attributes.RoiContourSequence, structures.Select((structure, i) => Contoured(structure, i + 1, source)))
            .Sequence(Attributes.RtRoiObservationsSequence, structures.Select((structure, i) => Observed(structure, i + 1)));
        DicomFileWriter.Write(path, set, StructureSetStorage, SharedModules.InstanceUid(source.Identity, origin, "RTSTRUCT", made), isImplicit);
    }

    private static ElementSet Referenced(SourceSeries source) => new ElementSet()
        .Text(Attributes.FrameOfReferenceUid, source.Identity.FrameOfReferenceUid)
        .Sequence(Attributes.RtReferencedStudySequence, new ElementSet()
            .Text(Attributes.ReferencedSopClassUid, StudyManagement)
            .Text(Attributes.ReferencedSopInstanceUid, source.Identity.StudyInstanceUid)
            .Sequence(Attributes.RtReferencedSeriesSequence, new ElementSet()
                .Text(Attributes.SeriesInstanceUid, source.Identity.SeriesInstanceUid)
                .Sequence(Attributes.ContourImageSequence, SharedModules.References(source))));

    private static ElementSet Roi(WrittenStructure structure, int number, SourceSeries source, ObjectOrigin origin)
    {
        var roi = new ElementSet()
            .Integers(Attributes.RoiNumber, number)
            .Text(Attributes.ReferencedFrameOfReferenceUid, source.Identity.FrameOfReferenceUid)
            .Text(Attributes.RoiName, structure.Name)
            .Text(Attributes.RoiGenerationAlgorithm, origin.Generation);
        if (origin.Author != ContourAuthor.Person) roi.Text(Attributes.RoiDescription, $"{origin.Description}. {origin.DescriptionFr}.");
        // PS3.3 C.8.8.5: ROI Volume is in cubic centimetres.
        if (structure.VolumeMl is { } millilitres) roi.Text(Attributes.RoiVolume, DecimalString.Rounded(millilitres, 3));
        return roi;
    }

    private static ElementSet Contoured(WrittenStructure structure, int number, SourceSeries source)
    {
        var geometry = source.Geometry;
        var normal = geometry.Normal;
        var planes = structure.Contours.GroupBy(contour => Math.Round(contour.Points[0].Dot(normal), Decimals)).OrderBy(plane => plane.Key);
        var contours = planes.SelectMany(plane => Keyholes.Join([.. plane], geometry.ColumnStep.Normalised(), geometry.RowStep.Normalised()))
            .Select((contour, i) => Item(contour, i + 1, source.Nearest(contour.Points[0])));
        return new ElementSet()
            .Integers(Attributes.ReferencedRoiNumber, number)
            .Integers(Attributes.RoiDisplayColour, structure.Colour.Red, structure.Colour.Green, structure.Colour.Blue)
            .Sequence(Attributes.ContourSequence, contours);
    }

    private static ElementSet Item(PlanarContour contour, int number, SliceIdentity? slice)
    {
        var item = new ElementSet();
        // A contour between slices that exist references none (type 3).
        if (slice is not null) item.Sequence(Attributes.ContourImageSequence, SharedModules.Reference(slice));
        return item
            .Integers(Attributes.ContourNumber, number)
            .Text(Attributes.ContourGeometricType, contour.Points.Count == 1 ? "POINT" : "CLOSED_PLANAR")
            .Integers(Attributes.NumberOfContourPoints, contour.Points.Count)
            .Text(Attributes.ContourData, string.Join('\\', contour.Points.Select(point =>
                $"{DecimalString.Rounded(point.X, Decimals)}\\{DecimalString.Rounded(point.Y, Decimals)}\\{DecimalString.Rounded(point.Z, Decimals)}")));
    }

    private static ElementSet Observed(WrittenStructure structure, int number) => new ElementSet()
        .Integers(Attributes.ObservationNumber, number)
        .Integers(Attributes.ReferencedRoiNumber, number)
        .Text(Attributes.RtRoiInterpretedType, structure.Kind switch
        {
            RoiKind.Gtv => "GTV",
            RoiKind.Ptv => "PTV",
            RoiKind.External => "EXTERNAL",
            RoiKind.Isocentre => "ISOCENTER",
            _ => "ORGAN",
        })
        .Empty(Attributes.RoiInterpreter);
}
