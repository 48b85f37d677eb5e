using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>
/// Draws thorax scans of patients that do not exist, with contours of tumour, target, lungs, heart, oesophagus and spinal
/// cord. Patients differ in size, sex, age, build, contrast medium, tumour, couch, noise, field of view and slices. The
/// same seed draws the same values on every machine. Good for trying a pipeline; what is learnt from it says nothing
/// about real patients.
/// </summary>
public static class ThoraxPhantom
{
    private const double SliceProfile = 0.1;
    private const double LeastHounsfield = -1024, MostHounsfield = 3071;

    /// <summary>Draws one patient.</summary>
    /// <param name="seed">The patient.</param>
    /// <param name="side">Columns and rows, 64 to 1024.</param>
    /// <param name="sliceSpacingMm">Distance of the slices; the patient's own (4 or 5 mm) where it is null.</param>
    /// <param name="tumourScale">How much longer each axis of the tumour is than the patient's own: a later scan of the same patient.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ThoraxPatient Draw(ulong seed, int side = 256, double? sliceSpacingMm = null, double tumourScale = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 1024);
        if (sliceSpacingMm is { } given && !(given is >= 1 and <= 10))
            throw new ArgumentOutOfRangeException(nameof(sliceSpacingMm), given, "Slices are 1 to 10 mm apart.");
        ArgumentOutOfRangeException.ThrowIfLessThan(tumourScale, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tumourScale, 2);
        var traits = ThoraxTraits.From(seed);
        var geometry = Grid(traits, side, sliceSpacingMm ?? traits.SliceSpacingMm);
        var anatomy = new ThoraxAnatomy(traits, seed);
        var tumour = new ThoraxTumour(anatomy, traits, seed, tumourScale);
        var painter = new ThoraxPainter(traits, anatomy, tumour, seed);
        var slices = new float[geometry.Slices][];
        var contours = Enum.GetValues<ThoraxStructure>().ToDictionary(structure => structure, _ => new List<PlanarContour>());
        for (var k = 0; k < geometry.Slices; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = geometry.ToPatient(0, 0, k) - traits.ScannerZero;
            var z = start.Z / traits.Scale;
            var canvas = new SliceCanvas(side, geometry.ColumnSpacingMm / traits.Scale, (start.X - traits.Offset.X) / traits.Scale, (start.Y - traits.Offset.Y) / traits.Scale);
            painter.Paint(canvas, z);
            slices[k] = canvas.Values.ToArray();
            foreach (var (structure, region) in Outlined(anatomy, tumour, z))
                contours[structure].AddRange(SectionContours.Trace(region, z).Select(contour => Placed(contour, traits)));
        }

        return new ThoraxPatient(
            Developed(slices, geometry, traits, tumourScale == 1 ? seed : SeededNumbers.Derive(seed, 7)),
            contours.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<PlanarContour>)pair.Value),
            traits.IsFemale,
            traits.AgeYears,
            tumour.Side > 0);
    }

    private static VolumeGeometry Grid(ThoraxTraits traits, int side, double spacingMm)
    {
        // Fields of view and spacings as scanners write them: with few decimals.
        var pixelMm = Math.Round(traits.FieldOfViewMm / side, 4);
        var low = Math.Round(traits.Range.Low * traits.Scale, 1);
        var slices = (int)Math.Floor((traits.Range.High - traits.Range.Low) * traits.Scale / spacingMm) + 1;
        var corner = Math.Round(-pixelMm * (side - 1) / 2, 3);
        return new VolumeGeometry(side, side, slices, traits.ScannerZero + new Vector3d(corner, corner, low), new(pixelMm, 0, 0), new(0, pixelMm, 0), new(0, 0, spacingMm));
    }

    private static IEnumerable<(ThoraxStructure Structure, Region Region)> Outlined(ThoraxAnatomy anatomy, ThoraxTumour tumour, double z)
    {
        var gross = tumour.Gross(z);
        yield return (ThoraxStructure.GrossTumour, gross);
        yield return (ThoraxStructure.PlanningTarget, tumour.Planning(z));
        yield return (ThoraxStructure.RightLung, anatomy.Lung(z, -1).Without(gross));
        yield return (ThoraxStructure.LeftLung, anatomy.Lung(z, 1).Without(gross));
        yield return (ThoraxStructure.Heart, anatomy.Heart(z));
        yield return (ThoraxStructure.Oesophagus, anatomy.Oesophagus(z));
        yield return (ThoraxStructure.SpinalCord, anatomy.Cord(z));
        yield return (ThoraxStructure.Body, anatomy.Body(z));
    }

    /// <summary>From the person's own frame to the scanner's.</summary>
    private static PlanarContour Placed(PlanarContour contour, ThoraxTraits traits)
    {
        var zero = traits.ScannerZero + new Vector3d(traits.Offset.X, traits.Offset.Y, 0);
        return new PlanarContour([.. contour.Points.Select(point => zero + (point * traits.Scale))]);
    }

    /// <summary>A slice takes in a little of its neighbours; noise is added, values are rounded.</summary>
    private static Volume<short> Developed(float[][] slices, VolumeGeometry geometry, ThoraxTraits traits, ulong seed)
    {
        var volume = new Volume<short>(geometry);
        for (var k = 0; k < slices.Length; k++)
        {
            var noise = ScanNoise.Draw(geometry.Columns, traits.NoiseHounsfield, new SeededNumbers(SeededNumbers.Derive(seed, 1000 + (ulong)k)));
            float[] below = slices[Math.Max(0, k - 1)], here = slices[k], above = slices[Math.Min(slices.Length - 1, k + 1)];
            var to = volume.Slice(k);
            for (var i = 0; i < to.Length; i++)
            {
                var value = ((1 - (2 * SliceProfile)) * here[i]) + (SliceProfile * below[i]) + (SliceProfile * above[i]);
                // Photons pass air and lung unhindered, so that these are quieter.
                var loud = value < -700 ? 0.55 : 1;
                to[i] = (short)Math.Floor(Math.Clamp(value + (loud * noise[i]), LeastHounsfield, MostHounsfield) + 0.5);
            }
        }

        return volume;
    }
}
