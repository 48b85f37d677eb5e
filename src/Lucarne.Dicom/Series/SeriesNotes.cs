using System.Globalization;

namespace Lucarne.Dicom.Series;

/// <summary>The sentences that are said of series and volumes, each in both languages with the numbers as that language writes them.</summary>
internal static class SeriesNotes
{
    private const int MostHeights = 8;

    // Spelled out rather than left to the machine's locale data.
    private static readonly NumberFormatInfo English = NumberFormatInfo.InvariantInfo;
    private static readonly NumberFormatInfo French = NumberFormatInfo.ReadOnly(new NumberFormatInfo { NumberDecimalSeparator = "," });

    public static SeriesNote Localizers(ImageSeries series, int count, SliceHeader example) => Both(
        $"{count} localizer(s) among the slices of {series.Named} were left out ({SlicesLike(example).English}).",
        $"{count} coupe(s) de repérage de {series.NamedInFrench} ont été laissées de côté ({SlicesLike(example).French}).");

    public static SeriesNote SeveralGeometries(int geometries, int count, SliceHeader example) => Both(
        $"The series has slices of {geometries} geometries; this volume holds the {count} of {SlicesLike(example).English}.",
        $"La série a des coupes de {geometries} géométries\u202f; ce volume contient les {count} de {SlicesLike(example).French}.");

    /// <param name="series">The series.</param>
    /// <param name="count">Slices.</param>
    /// <param name="example">One of them.</param>
    /// <param name="reason">As the error says it, which is in English.</param>
    public static SeriesNote NoVolume(ImageSeries series, int count, SliceHeader example, string reason) => Both(
        $"{series.Named}, {count} slice(s) of {SlicesLike(example).English}, cannot be made a volume of: {reason}.",
        $"{series.NamedInFrench}, {count} coupe(s) de {SlicesLike(example).French}\u202f: aucun volume ne peut en être fait ({reason}).");

    public static SeriesNote LargestOf(ImageSeries series, int volumes) => Both(
        $"{series.Named} makes {volumes} volumes; the largest is used.",
        $"{series.NamedInFrench} donne {volumes} volumes\u202f; le plus grand est utilisé.");

    public static SeriesNote SeveralPhases(string phase, int phases) => Both(
        $"Every position is repeated; this volume holds the slices of {phase}, one of {phases} phases.",
        $"Chaque position est répétée\u202f; ce volume contient les coupes de {phase}, une des {phases} phases.");

    public static SeriesNote Copies(int dropped) => Both(
        $"{dropped} slice(s) repeat another one's position and pixels, and were left out.",
        $"{dropped} coupe(s) répètent la position et les pixels d’une autre et ont été laissées de côté.");

    public static SeriesNote Lossy() => Both(
        $"The slices were compressed with loss: values differ from the scanner's by some units.",
        $"Les coupes ont été compressées avec perte\u202f: les valeurs diffèrent de quelques unités de celles du scanner.");

    public static SeriesNote Inverted() => Both(
        $"The slices are MONOCHROME1, to be shown with larger values darker; the values themselves are unchanged.",
        $"Les coupes sont en MONOCHROME1, à montrer avec les plus grandes valeurs plus sombres\u202f; les valeurs elles-mêmes sont inchangées.");

    public static SeriesNote DifferentUnits() => Both(
        $"The slices name different units (RescaleType).",
        $"Les coupes indiquent des unités différentes (RescaleType).");

    public static SeriesNote NotHounsfield(string unit) => Both(
        $"The values are in '{unit}' (RescaleType), not Hounsfield units.",
        $"Les valeurs sont en «\u202f{unit}\u202f» (RescaleType), et non en unités Hounsfield.");

    public static SeriesNote Gap(int first, int last, int slices) => Both(
        $"The series has a gap of several slices: this volume holds slices {first} to {last} of {slices}.",
        $"Il manque à la série plusieurs coupes de suite\u202f: ce volume contient les coupes {first} à {last} sur {slices}.");

    public static SeriesNote Missing(IReadOnlyList<double> heightsMm) => Both(
        $"{heightsMm.Count} slice(s) are missing, at {Heights(heightsMm, English, ", ")} along the normal; each is interpolated between its two neighbours and shows nothing that was measured.",
        $"Il manque {heightsMm.Count} coupe(s), à {Heights(heightsMm, French, "\u202f; ")} le long de la normale\u202f; chacune est interpolée entre ses deux voisines et ne montre rien qui ait été mesuré.");

    public static SeriesNote OneSlice(bool hasThickness) => hasThickness
        ? Both(
            $"There is one slice: the spacing between slices is its SliceThickness.",
            $"Il y a une seule coupe\u202f: l’espacement entre coupes est son SliceThickness.")
        : Both(
            $"There is one slice and no SliceThickness: the spacing of 1 mm between slices means nothing.",
            $"Il y a une seule coupe, sans SliceThickness\u202f: l’espacement de 1 mm entre coupes ne signifie rien.");

    public static SeriesNote Uneven(double farthestMm, double spacingMm) => Both(
        $"The slices lie up to {farthestMm:0.##} mm off an even stack of {spacingMm:0.####} mm; the volume places them as if they were even.",
        $"Les coupes s’écartent jusqu’à {farthestMm:0.##} mm d’un empilement régulier de {spacingMm:0.####} mm\u202f; le volume les place comme si elles étaient régulières.");

    public static SeriesNote Tilted(double degrees) => Both(
        $"The gantry was tilted by {degrees:0.#}°: the volume is sheared, which its affine says; a program that reads only the spacing shows it skewed.",
        $"Le statif était incliné de {degrees:0.#}°\u202f: le volume est cisaillé, ce que dit sa matrice affine\u202f; un programme qui ne lit que l’espacement le montre de travers.");

    private static SeriesNote Both(FormattableString english, FormattableString french) => new(english.ToString(English), french.ToString(French));

    private static string Heights(IReadOnlyList<double> heightsMm, NumberFormatInfo numbers, string between) =>
        string.Join(between, heightsMm.Take(MostHeights).Select(height => height.ToString("0.##", numbers) + " mm")) + (heightsMm.Count > MostHeights ? "…" : "");

    /// <summary>What sets slices of one geometry apart, in words.</summary>
    private static SeriesNote SlicesLike(SliceHeader slice)
    {
        var plane = GeometryGroups.Plane(slice.Normal);
        return Both(
            $"{slice.Layout.Columns}×{slice.Layout.Rows} pixels of {slice.ColumnSpacingMm:0.####}×{slice.RowSpacingMm:0.####} mm, {plane.English}",
            $"{slice.Layout.Columns}×{slice.Layout.Rows} pixels de {slice.ColumnSpacingMm:0.####}×{slice.RowSpacingMm:0.####} mm, {plane.French}");
    }
}
