using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Split;

/// <summary>Splits pictures into train, validation and test, or into folds: by class and by group, from a seed. The same pictures and
/// seed give the same split to the byte, whatever order the pictures come in.</summary>
public static class StratifiedGroupSplit
{
    private static readonly LocalText[] PartNames = [new("training", "entraînement"), new("validation", "validation"), new("test", "test")];

    // A class that training lacks cannot be learned at all; one that the test lacks cannot be judged; validation comes last.
    private static readonly double[] Absence = [1e6, 1e4, 2e4];

    /// <summary>Draws the three parts.</summary>
    /// <param name="items">The pictures.</param>
    /// <param name="options">Fractions and seed.</param>
    /// <exception cref="DataException">There are too few groups for three parts that each hold something.</exception>
    public static DataSplit Draw(IReadOnlyCollection<SplitItem> items, SplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(options);
        var table = new GroupTable(items);
        if (table.Groups.Count < PartNames.Length) throw TooFew(table, PartNames.Length);
        var parts = table.Deal([options.Train, options.Validation, options.Test], Absence, options.Seed);
        var split = Assemble(table, parts[0], parts[1], parts[2], options.Seed);
        var empty = Array.FindIndex(parts, part => part.Count == 0);
        if (empty >= 0)
            throw new DataException($"The {PartNames[empty].En} part would be empty: each class has too few groups of pictures that belong together ({table.GroupsPerClass()}); bring pictures from more patients or scans.");
        return split with { Warnings = SplitWarnings.Of(table, parts, [options.Train, options.Validation, options.Test], PartNames) };
    }

    /// <summary>Draws <paramref name="folds"/> splits for cross-validation: every picture is in the test part of exactly one, and what
    /// is left of each is dealt to training and validation in the proportion of <paramref name="options"/>.</summary>
    /// <exception cref="DataException">There are fewer groups than folds.</exception>
    public static ValueList<DataSplit> DrawFolds(IReadOnlyCollection<SplitItem> items, int folds, SplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var table = new GroupTable(items);
        if (table.Groups.Count < folds) throw TooFew(table, folds);
        var tests = table.Deal([.. Enumerable.Repeat(1.0 / folds, folds)], [.. Enumerable.Repeat(1e4, folds)], options.Seed);
        return ValueList.From(tests.Select((test, fold) => Fold(items, test, fold, options)));
    }

    private static DataSplit Fold(IReadOnlyCollection<SplitItem> items, IReadOnlyList<string> test, int fold, SplitOptions options)
    {
        var apart = test.ToHashSet(StringComparer.Ordinal);
        var rest = new GroupTable([.. items.Where(item => !apart.Contains(item.File))]);
        if (rest.Groups.Count < 2) throw TooFew(rest, 2);
        var train = options.Train / (options.Train + options.Validation);
        double[] fractions = [train, 1 - train];
        var parts = rest.Deal(fractions, Absence[..2], options.Seed);
        var all = new GroupTable(items);
        double[] wanted = [train * (items.Count - test.Count) / items.Count, (1 - train) * (items.Count - test.Count) / items.Count, (double)test.Count / items.Count];
        return Assemble(all, parts[0], parts[1], test, options.Seed) with
        {
            Warnings = ValueList.From(SplitWarnings.Of(all, [parts[0], parts[1], test], wanted, PartNames)
                .Select(warning => new LocalText($"fold {fold + 1}: {warning.En}", $"pli {fold + 1}\u202f: {warning.Fr}"))),
        };
    }

    private static DataSplit Assemble(GroupTable table, IEnumerable<string> train, IEnumerable<string> validation, IEnumerable<string> test, int seed) => new()
    {
        Seed = seed,
        Train = ValueList.From(train),
        Validation = ValueList.From(validation),
        Test = ValueList.From(test),
        Groups = ValueList.From(table.Items.Select(item => KeyValuePair.Create(item.File, item.Group))),
    };

    private static DataException TooFew(GroupTable table, int parts) => new(
        $"{table.Items.Count} pictures form {table.Groups.Count} group(s) of pictures that belong together, where at least {parts} are needed to keep some apart; bring pictures from more patients or scans.");
}
