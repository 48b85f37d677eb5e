using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Lucarne.Dicom.Elements;
using Lucarne.Dicom.Pixels;

namespace Lucarne.Dicom.Series;

/// <summary>
/// Slices at one place: copies of each other are kept once; others belong to different phases, which a tag may tell apart (PS3.3
/// C.7.6.2, C.8.4.8, C.7.6.16). Where none does, nothing is guessed.
/// </summary>
internal static class RepeatedPositions
{
    /// <summary>Closer than this, in mm, two slices lie at one place.</summary>
    internal const double SamePlaceMm = 0.01;

    /// <summary>Splits slices into stacks in which no place is repeated.</summary>
    /// <param name="sorted">Slices of one geometry, by position.</param>
    /// <param name="warnings">Takes what was dropped.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>Stacks, each with what its slices share where there are several.</returns>
    /// <exception cref="DicomException">Nothing tells the slices of one place apart.</exception>
    public static IReadOnlyList<(string Phase, IReadOnlyList<SliceHeader> Slices)> Resolve(IReadOnlyList<SliceHeader> sorted, List<SeriesNote> warnings, CancellationToken token)
    {
        var places = Places(sorted);
        if (places.TrueForAll(place => place.Count == 1)) return [("", sorted)];
        if (ByPhase(sorted) is { } phases) return phases;
        var contents = Contents(places.Where(place => place.Count > 1).SelectMany(place => place), token);
        var different = places.ConvertAll(place => place.Count == 1 ? place : WithoutCopies(place, contents));
        var dropped = sorted.Count - different.Sum(place => place.Count);
        if (dropped > 0) warnings.Add(SeriesNotes.Copies(dropped));
        SliceHeader[] left = [.. different.SelectMany(place => place)];
        if (different.TrueForAll(place => place.Count == 1)) return [("", left)];
        return ByPhase(left) ?? throw Inseparable(different.First(place => place.Count > 1), different.Count(place => place.Count > 1));
    }

    private static List<List<SliceHeader>> Places(IReadOnlyList<SliceHeader> sorted)
    {
        var places = new List<List<SliceHeader>>();
        foreach (var slice in sorted)
        {
            if (places.Count > 0 && (places[^1][0].Position - slice.Position).Length <= SamePlaceMm) places[^1].Add(slice);
            else places.Add([slice]);
        }

        return places;
    }

    private static List<SliceHeader> WithoutCopies(List<SliceHeader> place, ConcurrentDictionary<SliceHeader, string> contents)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. place.OrderBy(slice => slice.InstanceNumber ?? int.MaxValue).Where(slice => seen.Add(contents[slice]))];
    }

    private static ConcurrentDictionary<SliceHeader, string> Contents(IEnumerable<SliceHeader> slices, CancellationToken token)
    {
        var contents = new ConcurrentDictionary<SliceHeader, string>(ReferenceEqualityComparer.Instance);
        SideBySide.ForEach(slices.GroupBy(slice => slice.Source), group => VolumeReader.DecodeFile(group.Key, file =>
        {
            foreach (var slice in group) contents[slice] = Content(file, slice);
        }), token);
        return contents;
    }

    // What its values are, not how they are stored: a copy may have been compressed on the way.
    private static string Content(DicomFile file, SliceHeader slice)
    {
        var stored = new int[slice.Layout.FrameLength];
        new FrameDecoder(file, slice.Layout).Decode(slice.Frame, stored);
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(stored.AsSpan()));
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(hash)} {slice.Slope} {slice.Intercept}");
    }

    private static List<(string, IReadOnlyList<SliceHeader>)>? ByPhase(IReadOnlyList<SliceHeader> slices)
    {
        for (var attribute = 0; attribute < slices[0].Phases.Count; attribute++)
        {
            var values = slices.ToLookup(slice => slice.Phases[attribute].Value);
            if (values.Count < 2 || values.Contains(null)) continue;
            var stacks = values.OrderBy(value => value.Key).Select(value => (Phase: string.Create(CultureInfo.InvariantCulture, $"{slices[0].Phases[attribute].Name} {value.Key}"), Slices: value.ToList())).ToList();
            if (stacks.TrueForAll(stack => Places(stack.Slices).TrueForAll(place => place.Count == 1)))
                return stacks.ConvertAll(stack => (stack.Phase, (IReadOnlyList<SliceHeader>)stack.Slices));
        }

        return null;
    }

    private static DicomException Inseparable(List<SliceHeader> place, int count) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{count} position(s) are repeated by slices with different pixels, {place[0].Named} and {place[1].Named} for instance, and no tag tells the phases apart; export one phase at a time"));
}
