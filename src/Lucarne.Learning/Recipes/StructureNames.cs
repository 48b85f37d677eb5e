namespace Lucarne.Learning.Recipes;

/// <summary>
/// Tells which structure of a recipe a contour's name means. Case, accents, ligatures and separators do not count. In an alias
/// <c>*</c> stands for anything and <c>#</c> for a number. Nothing is guessed: a name that fits no structure, or several, means none.
/// </summary>
/// <param name="structures">The recipe's structures.</param>
public sealed class StructureNames(IReadOnlyList<Structure> structures)
{
    private readonly (Structure Structure, NamePattern[] Patterns)[] known =
        [.. structures.Select(structure => (structure, structure.Aliases.Prepend(structure.Name).Select(alias => new NamePattern(alias)).ToArray()))];

    /// <summary>The structure that a contour's name (ROIName, PS3.3 C.8.8.5) means; null for none.</summary>
    public Structure? Match(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = LooseName.Letters(name);
        if (key.Length == 0) return null;
        return Only(key, wild: false) ?? Only(key, wild: true);
    }

    /// <summary>Sorts the names of a structure set by what they mean.</summary>
    public StructureAssignment Assign(IEnumerable<string> names)
    {
        var meant = names.Select(name => (Name: name, Structure: Match(name))).ToList();
        return new(
            [.. structures.Select(structure => new AssignedStructure(structure, [.. meant.Where(pair => pair.Structure == structure).Select(pair => pair.Name)]))
                .Where(assigned => assigned.Names.Count > 0)],
            [.. meant.Where(pair => pair.Structure is null).Select(pair => pair.Name)]);
    }

    // A name written out is worth more than one that fits a pattern.
    private Structure? Only(string key, bool wild)
    {
        var found = known.Where(entry => entry.Patterns.Any(pattern => pattern.IsWild == wild && pattern.Fits(key))).Take(2).ToList();
        return found.Count == 1 ? found[0].Structure : null;
    }
}

/// <summary>What the names of a structure set mean.</summary>
/// <param name="Used">The structures that were found, in the recipe's order.</param>
/// <param name="Unused">Names that mean no structure of the recipe, in their own order.</param>
public sealed record StructureAssignment(IReadOnlyList<AssignedStructure> Used, IReadOnlyList<string> Unused)
{
    /// <summary>A sentence for each structure that several contours were joined into.</summary>
    public IReadOnlyList<LocalText> Notes =>
        [.. Used.Where(assigned => assigned.Names.Count > 1).Select(assigned => new LocalText(
            $"{assigned.Structure.Name} is the union of {string.Join(" and ", assigned.Names)}",
            $"{assigned.Structure.Label.Fr}\u202f: réunion de {string.Join(" et ", assigned.Names)}"))];
}

/// <summary>A structure and the contours that mean it; several are joined.</summary>
/// <param name="Structure">The recipe's structure.</param>
/// <param name="Names">Names in the structure set, at least one.</param>
public sealed record AssignedStructure(Structure Structure, IReadOnlyList<string> Names);

/// <summary>
/// A name with wildcards, compared as <see cref="LooseName"/> compares. All places that the pattern can have come to are followed side by side, so
/// that no name takes longer than its length times the pattern's.
/// </summary>
internal sealed class NamePattern
{
    private const char Anything = '*';
    private const char Number = '#';

    // No letter of a loose name is one of the two wildcards.
    private readonly string pattern;

    public NamePattern(string alias)
    {
        var pieces = alias.Split(Anything).Select(piece => string.Join(Number, piece.Split(Number).Select(LooseName.Letters)));
        pattern = string.Join(Anything, pieces);
        IsWild = alias.AsSpan().ContainsAny(Anything, Number);
    }

    public bool IsWild { get; }

    public bool Fits(string key)
    {
        if (!IsWild) return key == pattern;
        var (now, next) = (new bool[pattern.Length + 1], new bool[pattern.Length + 1]);
        Reach(now, 0);
        foreach (var letter in key)
        {
            Array.Clear(next);
            for (var place = 0; place < pattern.Length; place++)
            {
                if (!now[place]) continue;
                if (pattern[place] == Anything || (pattern[place] == Number && char.IsAsciiDigit(letter))) Reach(next, place);
                if (pattern[place] == letter || (pattern[place] == Number && char.IsAsciiDigit(letter))) Reach(next, place + 1);
            }

            (now, next) = (next, now);
        }

        return now[^1];
    }

    // Anything may be nothing.
    private void Reach(bool[] places, int place)
    {
        places[place] = true;
        while (place < pattern.Length && pattern[place] == Anything) places[++place] = true;
    }
}
