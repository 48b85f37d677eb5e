using System.Globalization;
using System.Text.RegularExpressions;
using Lucarne.Networks.Architectures;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Reads the blocks that only a segmentation recipe has.</summary>
internal static class SegmentationReader
{
    // A label is a byte, and a person tells few colours apart.
    private const int MostStructures = 100;

    public static SegmentationOptions Read(Section root)
    {
        var structures = root.List("structures", [], Structure);
        if (structures.Count is 0 or > MostStructures) throw root.Refuse("structures", $"a list of 1 to {MostStructures} structures was expected");
        CheckValues(root, structures);
        CheckClashes(root, structures);
        CheckAround(root, structures);
        return new()
        {
            Structures = structures,
            PaintOrder = PaintOrder(root, structures),
            Prepare = root.Block("prepare", Prepare),
            Input = root.Block("input", Input),
            Sampling = root.Block("sampling", section => Sampling(section, structures)),
            Segment = root.Block("segment", section => Segment(section, structures)),
        };
    }

    private static Structure Structure(YamlNode node, string path)
    {
        if (node is not YamlMap map) throw Section.Wrong(node, path, "a block with 'name', 'value' and 'colour' was expected");
        var section = new Section(map, path);
        var name = section.Text("name", null);
        if (!Regex.IsMatch(name, @"\A[A-Za-z][A-Za-z0-9_-]{0,31}\z"))
            throw section.Refuse("name", "1 to 32 letters, digits, '_' or '-' (it becomes part of file names and columns) were expected");
        var structure = new Structure(
            name,
            (byte)Section.Whole(section.Take("value") ?? throw section.Missing("value"), section.Path("value"), 1, MostStructures),
            section.List("aliases", [], Alias),
            section.Take("label") is { } text ? RecipeReader.Local(text, section.Path("label")) : new(name, name),
            RgbColour.Parse(section.Text("colour", null)) ?? throw section.Refuse("colour", "a colour such as \"#ff8000\" was expected"))
        {
            Around = section.OptionalText("around"),
        };
        section.Close();
        return structure;
    }

    private static string Alias(YamlNode node, string path)
    {
        var alias = Section.Text(node, path);
        return LooseName.Letters(alias).Length > 0 ? alias : throw Section.Wrong(node, path, "a name with a letter or a digit was expected");
    }

    private static void CheckValues(Section root, ValueList<Structure> structures)
    {
        for (var i = 0; i < structures.Count; i++)
        {
            if (structures[i].Value != i + 1)
                throw root.Refuse("structures", string.Create(CultureInfo.InvariantCulture, $"values 1, 2, … in the order of the list were expected ({structures[i].Name} has {structures[i].Value} in place {i + 1})"));
        }
    }

    private static void CheckAround(Section root, ValueList<Structure> structures)
    {
        foreach (var structure in structures.Where(structure => structure.Around is not null))
        {
            if (structure.Around == structure.Name || structures.All(other => other.Name != structure.Around))
                throw root.Refuse("structures", $"another structure's name was expected as what {structure.Name} lies around (found '{structure.Around}')");
        }
    }

    private static void CheckClashes(Section root, ValueList<Structure> structures)
    {
        var owners = new Dictionary<string, string>();
        foreach (var structure in structures)
        {
            var names = structure.Aliases.Where(alias => !new NamePattern(alias).IsWild).Prepend(structure.Name);
            foreach (var key in names.Select(LooseName.Letters).Distinct())
            {
                if (!owners.TryAdd(key, structure.Name))
                    throw root.Refuse("structures", $"distinct names were expected, and '{key}' names both '{owners[key]}' and '{structure.Name}' (case, accents and separators do not count)");
            }
        }
    }

    private static ValueList<string> PaintOrder(Section root, ValueList<Structure> structures)
    {
        var order = root.List("paint_order", ValueList.From(structures.Select(structure => structure.Name)), Section.Text);
        if (!order.Order(StringComparer.Ordinal).SequenceEqual(structures.Select(structure => structure.Name).Order(StringComparer.Ordinal)))
            throw root.Refuse("paint_order", $"each structure once was expected ({string.Join(", ", structures.Select(structure => structure.Name))})");
        return order;
    }

    private static PrepareOptions Prepare(Section section)
    {
        var defaults = new PrepareOptions();
        var prepare = new PrepareOptions
        {
            WindowHu = section.Range("window_hu", defaults.WindowHu, -10_000, 30_000),
            Size = section.Whole("size", defaults.Size, 16, 1024),
            Normalisation = section.Choice("normalisation", defaults.Normalisation),
        };
        return prepare.WindowHu.High > prepare.WindowHu.Low ? prepare : throw section.Refuse("window_hu", "a low bound below the high one was expected");
    }

    private static SliceInputOptions Input(Section section)
    {
        var defaults = new SliceInputOptions();
        var input = new SliceInputOptions
        {
            Size = section.Whole("size", defaults.Size, 16, 1024),
            Region = section.Choice("region", defaults.Region),
            Neighbours = section.Whole("neighbours", defaults.Neighbours, 0, 4),
            NeighbourMm = section.Number("neighbour_mm", defaults.NeighbourMm, 0.1, 100),
        };
        return input.Size % UNet.SizeUnit == 0 ? input : throw section.Refuse("size", $"a multiple of {UNet.SizeUnit} was expected, for the U-Net halves its maps {UNet.Halvings} times");
    }

    private static SamplingOptions Sampling(Section section, ValueList<Structure> structures)
    {
        var defaults = new SamplingOptions();
        return new()
        {
            StepsPerEpoch = section.Holds("steps_per_epoch") ? section.Whole("steps_per_epoch", 0, 1, 1_000_000) : null,
            StructureShare = section.Number("structure_share", defaults.StructureShare, 0, 1),
            RefitUpTo = section.Whole("refit_up_to", defaults.RefitUpTo, 0, 1_000_000),
            Transplant = section.Holds("transplant") ? section.Block("transplant", inner => Transplant(inner, structures)) : null,
        };
    }

    private static TransplantOptions Transplant(Section section, ValueList<Structure> structures)
    {
        var transplant = new TransplantOptions(
            section.Text("structure", null), section.List("into", [], Section.Text), section.Number("share", 0.3, 0, 1), section.Number("at_wall", 0, 0, 1));
        RequireNames(section, "structure", [transplant.Structure], structures);
        RequireNames(section, "into", transplant.Into, structures);
        if (transplant.Into.Count == 0 || transplant.Into.Contains(transplant.Structure))
            throw section.Refuse("into", $"the names of other structures that {transplant.Structure} grows in were expected");
        return transplant;
    }

    private static SegmentOptions Segment(Section section, ValueList<Structure> structures)
    {
        var defaults = new SegmentOptions();
        var segment = new SegmentOptions
        {
            BatchSize = section.Whole("batch_size", defaults.BatchSize, 0, 4096),
            LargestOnly = section.List("largest_only", defaults.LargestOnly, Section.Text),
            SmallestIslandMl = section.Number("smallest_island_ml", defaults.SmallestIslandMl, 0, 1e6),
            Density = section.List("density", defaults.Density, Density),
            Grow = section.Holds("grow") ? section.Block("grow", inner => Grow(inner, structures)) : null,
        };
        RequireNames(section, "largest_only", segment.LargestOnly, structures);
        RequireNames(section, "density", ValueList.From(segment.Density.Select(rule => rule.Structure)), structures);
        return segment;
    }

    private static DensityRule Density(YamlNode node, string path)
    {
        if (node is not YamlMap map) throw Section.Wrong(node, path, "a block with 'structure' and 'mean_hu' was expected");
        var section = new Section(map, path);
        var rule = new DensityRule(section.Text("structure", null), section.Range("mean_hu", new NumberRange(0, 0), -10_000, 30_000));
        section.Close();
        return rule.MeanHu.High > rule.MeanHu.Low ? rule : throw section.Refuse("mean_hu", "a low bound below the high one was expected");
    }

    private static GrowOptions Grow(Section section, ValueList<Structure> structures)
    {
        var grow = new GrowOptions
        {
            Structures = section.List("structures", [], Section.Text),
            Hu = section.Range("hu", new NumberRange(0, 0), -10_000, 30_000),
            ReachMm = section.Number("reach_mm", 40, 0, 1000),
        };
        RequireNames(section, "structures", grow.Structures, structures);
        return grow.Hu.High > grow.Hu.Low ? grow : throw section.Refuse("hu", "a low bound below the high one was expected");
    }

    private static void RequireNames(Section section, string key, ValueList<string> names, ValueList<Structure> structures)
    {
        if (!names.All(name => structures.Any(structure => structure.Name == name)))
            throw section.Refuse(key, $"names of structures were expected ({string.Join(", ", structures.Select(structure => structure.Name))})");
    }
}
