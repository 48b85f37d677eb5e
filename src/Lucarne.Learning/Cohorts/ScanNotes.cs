using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Cohorts;

/// <summary>What is said of the scans of a cohort by their names.</summary>
internal static class ScanNotes
{
    /// <param name="scan">The scan's name.</param>
    /// <param name="note">A sentence without its point.</param>
    public static LocalText Of(string scan, LocalText note) => new($"{scan}: {note.En}.", $"{scan}\u202f: {note.Fr}.");

    /// <param name="scan">The scan's name.</param>
    /// <param name="reason">As the error says it, which is in English.</param>
    public static LocalText LeftOut(string scan, string reason) => new(
        $"{scan} was left out: {reason}.",
        $"{scan} a été laissé de côté\u202f: {reason}.");

    public static LocalText NotContoured(string scan, IReadOnlyList<Structure> structures) => new(
        $"{scan} has no contour of {string.Join(", ", structures.Select(structure => structure.Name))}: where these lie in it is taken as unknown, not as empty.",
        $"{scan} n’a pas de contour de ces structures\u202f: {string.Join(", ", structures.Select(structure => structure.Label.Fr))}\u202f; leur place y est tenue pour inconnue, non pour vide.");
}
