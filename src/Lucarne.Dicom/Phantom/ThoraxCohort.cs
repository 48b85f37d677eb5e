using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Dicom.Series;
using Lucarne.Dicom.Writing;
using Lucarne.Imaging;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Phantom.Thorax;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Phantom;

/// <summary>How a cohort of thorax phantoms is drawn.</summary>
/// <param name="Patients">How many, 1 to 999.</param>
/// <param name="Seed">The same seed writes the same bytes.</param>
public sealed record ThoraxCohortOptions(int Patients, ulong Seed)
{
    /// <summary>Columns and rows of a slice.</summary>
    public int Side { get; init; } = 256;

    /// <summary>Distance of the slices in mm; each patient's own where it is null.</summary>
    public double? SliceSpacingMm { get; init; }

    /// <summary>Days after which each patient is scanned again, the tumour then about twice as large; null for one scan each.</summary>
    public int? FollowUpDays { get; init; }

    /// <summary>Whether patients are given the faults of real data, each to another patient. At least 5 patients.</summary>
    public bool HasFaults { get; init; }
}

/// <summary>
/// Writes a cohort of thorax phantoms: a folder per patient with a CT series and an RT Structure Set. The same options
/// write the same bytes (with faults, the JPEG 2000 series is as stable as the installed GDCM).
/// </summary>
public static class ThoraxCohort
{
    // The cube of this is 2: the volume doubles.
    private const double LaterTumourScale = 1.2599;

    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a cohort; files that stand there are replaced.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="options">What is drawn.</param>
    /// <param name="done">Is told of each patient as it is finished.</param>
    /// <param name="cancellation">Ends the work; patients written so far stay.</param>
    /// <returns>The patients' folders, relative to the folder.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static IReadOnlyList<string> Write(string folder, ThoraxCohortOptions options, Action<string>? done = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Patients, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Patients, 999);
        var faults = Enum.GetValues<ThoraxFault>();
        if (options.HasFaults && options.Patients < faults.Length)
            throw new ArgumentOutOfRangeException(nameof(options), options.Patients, $"Faults need at least {faults.Length} patients.");
        var faultOf = options.HasFaults ? faults.ToDictionary(fault => (int)fault * options.Patients / faults.Length) : [];
        var notes = new FaultNote?[options.Patients];
        Parallel.For(0, options.Patients, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            notes[index] = WritePatient(folder, options, index, faultOf.TryGetValue(index, out var fault) ? fault : null, cancellation);
            if (options.FollowUpDays is { } days) WriteLaterScan(folder, options, index, days, cancellation);
            done?.Invoke(IdOf(index));
        });
        var list = Path.Combine(folder, "faults.json");
        // A list of faults that an earlier cohort had would be believed.
        if (!options.HasFaults) File.Delete(list);
        else
        {
            var text = JsonSerializer.Serialize(new { seed = options.Seed, faults = notes.Where(note => note is not null) }, Form);
            PlacedFile.Write(list, text + "\n");
        }

        return [.. Enumerable.Range(0, options.Patients).Select(IdOf)];
    }

    private static string IdOf(int index) => string.Create(CultureInfo.InvariantCulture, $"PHANTOM-{index + 1:000}");

    private static FaultNote? WritePatient(string folder, ThoraxCohortOptions options, int index, ThoraxFault? fault, CancellationToken cancellation)
    {
        var phantom = ThoraxPhantom.Draw(SeedOf(options.Seed, index), options.Side, options.SliceSpacingMm, cancellation: cancellation);
        var place = Path.Combine(folder, IdOf(index));
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        var scan = Scan(phantom, options, index, daysLater: 0);
        var geometry = phantom.Hounsfield.Geometry;
        var lost = 2 * geometry.Slices / 5;
        var encoding = fault switch
        {
            ThoraxFault.ImplicitVr => CtEncoding.Implicit,
            ThoraxFault.Jpeg2000 => CtEncoding.Jpeg2000,
            _ => CtEncoding.Explicit,
        };
        var series = CtSeriesWriter.Write(Path.Combine(place, "CT"), scan, encoding, fault == ThoraxFault.MissingSlice ? [lost] : null, cancellation);
        var besideMm = fault == ThoraxFault.OffPlaneContours ? 0.3 * geometry.SliceSpacingMm : 0;
        var names = ThoraxNames.Of(index, fault == ThoraxFault.FrenchNames);
        StructureSetWriter.Write(Path.Combine(place, $"RS.{IdOf(index)}.dcm"), series, Structures(phantom, names, besideMm), ObjectOrigin.Phantom, MadeAt(scan.Identity), fault == ThoraxFault.ImplicitVr);
        return fault is { } kind ? new FaultNote(IdOf(index), NameOf(kind), Detail(kind, geometry, lost, besideMm)) : null;
    }

    private static void WriteLaterScan(string folder, ThoraxCohortOptions options, int index, int days, CancellationToken cancellation)
    {
        var phantom = ThoraxPhantom.Draw(SeedOf(options.Seed, index), options.Side, options.SliceSpacingMm, LaterTumourScale, cancellation);
        var place = Path.Combine(folder, $"{IdOf(index)}-later");
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        var scan = Scan(phantom, options, index, days);
        var series = CtSeriesWriter.Write(Path.Combine(place, "CT"), scan, cancellation: cancellation);
        StructureSetWriter.Write(Path.Combine(place, $"RS.{IdOf(index)}.dcm"), series, Structures(phantom, ThoraxNames.Of(index, isFrench: false), besideMm: 0), ObjectOrigin.Phantom, MadeAt(scan.Identity));
    }

    private static CtScan Scan(ThoraxPatient phantom, ThoraxCohortOptions options, int index, int daysLater)
    {
        var seed = options.Seed.ToString(CultureInfo.InvariantCulture);
        var first = new DateOnly(2024, 1, 8).AddDays(7 * index);
        var scanned = first.AddDays(daysLater);
        var born = first.AddYears(-phantom.AgeYears).AddDays(-(37 * (index + 1) % 360));
        var studyUid = DicomUid.From("phantom", "thorax", seed, IdOf(index), string.Create(CultureInfo.InvariantCulture, $"{options.Side} {options.SliceSpacingMm} {daysLater}"));
        var identity = new SeriesIdentity
        {
            PatientName = string.Create(CultureInfo.InvariantCulture, $"Phantom^Thorax {index + 1:000}"),
            PatientId = IdOf(index),
            PatientBirthDate = born.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            PatientSex = phantom.IsFemale ? "F" : "M",
            StudyInstanceUid = studyUid,
            StudyDate = scanned.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            StudyTime = "093000",
            StudyId = (index + 1).ToString(CultureInfo.InvariantCulture),
            StudyDescription = "Phantom thorax",
            SeriesDescription = "Thorax, phantom",
        };
        return new CtScan(phantom.Hounsfield, identity, "planning CT") { AgeYears = phantom.AgeYears, IsSigned = index % 3 == 1 };
    }

    private static List<WrittenStructure> Structures(ThoraxPatient phantom, IReadOnlyList<string> names, double besideMm)
    {
        var shift = phantom.Hounsfield.Geometry.Normal * besideMm;
        var structures = new List<WrittenStructure>();
        foreach (var structure in Enum.GetValues<ThoraxStructure>())
        {
            var (kind, colour) = ThoraxNames.LookOf((int)structure);
            var contours = phantom.Contours[structure].Select(contour => new PlanarContour([.. contour.Points.Select(point => point + shift)]));
            structures.Add(new WrittenStructure(names[(int)structure], kind, colour, [.. contours]));
        }

        var (isocentreKind, white) = ThoraxNames.LookOf(ThoraxNames.Isocentre);
        structures.Add(new WrittenStructure(names[ThoraxNames.Isocentre], isocentreKind, white, [new PlanarContour([Isocentre(phantom)])]));
        return structures;
    }

    /// <summary>The middle of the target's contours, on the plane of a slice.</summary>
    private static Vector3d Isocentre(ThoraxPatient phantom)
    {
        var contours = phantom.Contours[ThoraxStructure.PlanningTarget];
        var middle = contours[contours.Count / 2].Points;
        return middle.Aggregate(Vector3d.Zero, (sum, point) => sum + point) * (1.0 / middle.Count);
    }

    private static DateTimeOffset MadeAt(SeriesIdentity identity) =>
        new(DateTime.ParseExact(identity.StudyDate + "150000", "yyyyMMddHHmmss", CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static string NameOf(ThoraxFault fault) => fault == ThoraxFault.Jpeg2000 ? "jpeg-2000" : JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());

    private static string Detail(ThoraxFault fault, VolumeGeometry geometry, int lost, double besideMm) => fault switch
    {
        ThoraxFault.MissingSlice => string.Create(CultureInfo.InvariantCulture, $"the slice at z = {geometry.ToPatient(0, 0, lost).Z:0.###} mm is not there; the structures still refer to it"),
        ThoraxFault.FrenchNames => "structures are named in French, with accents, in UTF-8",
        ThoraxFault.ImplicitVr => "scan and structures are implicit VR, little endian",
        ThoraxFault.Jpeg2000 => "the scan is JPEG 2000, lossless",
        _ => string.Create(CultureInfo.InvariantCulture, $"contours lie {besideMm:0.###} mm above the planes of their slices"),
    };

    // Far from its neighbours' (splitmix's odd constant), so that patient 2 of seed 1 is not patient 1 of seed 2.
    private static ulong SeedOf(ulong seed, int index) => unchecked((seed * 0x9E3779B97F4A7C15) + (0xD1B54A32D192ED03 * (ulong)(index + 1)));

    private sealed record FaultNote(string Patient, string Fault, string Detail);
}
