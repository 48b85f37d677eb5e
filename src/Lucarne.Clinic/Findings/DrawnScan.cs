using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Clinic.Findings;

/// <summary>A structure that was drawn in a scan.</summary>
/// <param name="Name">The recipe's name of it.</param>
/// <param name="Value">Its value in the label maps.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Colour">How it is shown, <c>#rrggbb</c>.</param>
/// <param name="VolumeMl">Its volume in mL.</param>
public sealed record DrawnStructure(string Name, byte Value, LocalText Label, string Colour, double VolumeMl);

/// <summary>What a finding keeps of a scan's structures, so that they can be shown when the run that drew them is gone.</summary>
/// <param name="Structures">The structures, in the order of the recipe.</param>
/// <param name="Notes">What a person should know of the scan, a sentence each.</param>
/// <param name="NotesFr">The same in French, in the same order; nothing in a finding made before it was kept.</param>
public sealed record DrawnScan(IReadOnlyList<DrawnStructure> Structures, IReadOnlyList<string> Notes, IReadOnlyList<string>? NotesFr = null)
{
    /// <summary>The notes in both languages.</summary>
    public IReadOnlyList<LocalText> NotesInBoth() => LocalText.Paired(Notes, NotesFr ?? []);

    /// <summary>What a segmentation's finding keeps; null of any other.</summary>
    public static DrawnScan? Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Task == RecipeTask.Segmentation ? JsonForm.ReadOptional<DrawnScan>(finding.ExplanationJson) : null;
    }

    internal static DrawnScan Of(Recipe recipe, ScanVolumes volumes, IReadOnlyList<LocalText> notes)
    {
        var colours = recipe.Segmentation!.Structures.ToDictionary(structure => structure.Name, structure => structure.Colour.ToString());
        return new DrawnScan([.. volumes.Structures.Select(structure => new DrawnStructure(structure.Name, structure.Value, structure.Label, colours[structure.Name], structure.VolumeMl))], [.. notes.Select(note => note.En)], [.. notes.Select(note => note.Fr)]);
    }
}
