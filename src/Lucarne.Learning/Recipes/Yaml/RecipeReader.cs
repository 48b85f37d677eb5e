using System.Globalization;
using System.Text.RegularExpressions;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Reads a resolved tree into a recipe, with defaults for what is not written.</summary>
internal static class RecipeReader
{
    public static Recipe Read(YamlMap tree)
    {
        var root = new Section(tree, "");
        var task = root.Choice("task", RecipeTask.Classification);
        var about = new Recipe
        {
            Name = root.Text("name", null),
            Variant = root.OptionalText("variant"),
            Title = Local(root.Take("title") ?? throw root.Missing("title"), "title"),
            Description = root.Take("description") is { } node ? Local(node, "description") : new("", ""),
            Split = root.Block("split", Split),
            Network = root.Block("network", section => NetworkReader.Read(section, task)),
            Augment = root.Block("augment", TrainReader.Augment),
            Train = root.Block("train", section => TrainReader.Read(section, task)),
        };
        var recipe = task == RecipeTask.Segmentation ? Scans(root, about, SegmentationReader.Read(root)) : Pictures(root, about);
        root.Close();
        RecipeRules.Check(root, recipe);
        return recipe;
    }

    private static Recipe Scans(Section root, Recipe about, SegmentationOptions segmentation) =>
        about with { Segmentation = segmentation, Recommendations = RecommendationReader.Read(root, segmentation.Structures) };

    private static Recipe Pictures(Section root, Recipe about) => Pictures(root, about, root.List("classes", [], Class));

    private static Recipe Pictures(Section root, Recipe about, ValueList<ClassLabel> classes) => about with
    {
        Classes = classes,
        BinaryPositive = root.OptionalText("binary_positive"),
        Data = root.Block("data", Data),
        Input = root.Block("input", Input),
        Evaluate = root.Block("evaluate", Evaluate),
        Recommendations = RecommendationReader.Read(root, classes),
        Certainty = root.Block("certainty", Certainty),
        Explain = root.Block("explain", section => new ExplainOptions { Layer = section.OptionalText("layer") }),
        Routes = root.Block("routes", Routes),
        FromScratch = root.Take("from_scratch") switch
        {
            null => [],
            YamlMap block => RecipeOverrides.Flatten(block),
            var other => throw Section.Wrong(other, "from_scratch", "a block of keys was expected"),
        },
    };

    internal static LocalText Local(YamlNode node, string path)
    {
        if (node is YamlScalar { IsNull: false } both) return new(both.Text, both.Text);
        if (node is not YamlMap map) throw Section.Wrong(node, path, "a text, or a block with 'en' and 'fr', was expected");
        var section = new Section(map, path);
        var text = new LocalText(section.Text("en", null), section.Text("fr", null));
        section.Close();
        return text;
    }

    private static ClassLabel Class(YamlNode node, string path)
    {
        if (node is YamlScalar { IsNull: false } name) return new(name.Text, [], new(name.Text, name.Text), false);
        if (node is not YamlMap map) throw Section.Wrong(node, path, "a class name, or a block with 'name', was expected");
        var section = new Section(map, path);
        var named = section.Text("name", null);
        var label = new ClassLabel(
            named,
            section.List("aliases", [], Section.Text),
            section.Take("label") is { } text ? Local(text, section.Path("label")) : new(named, named),
            section.Truth("optional", false));
        section.Close();
        return label;
    }

    private static DataOptions Data(Section section)
    {
        var defaults = new DataOptions();
        return new()
        {
            GroupPattern = Pattern(section, "group_pattern", section.OptionalText("group_pattern")),
            Neighbours = section.Holds("neighbours") ? section.Block("neighbours", Neighbours) : null,
            NearDuplicateDistance = section.Whole("near_duplicate_distance", defaults.NearDuplicateDistance, 0, 32),
            NearDuplicateCorrelation = section.Number("near_duplicate_correlation", defaults.NearDuplicateCorrelation, -1, 1),
            MaxMegapixels = section.Number("max_megapixels", defaults.MaxMegapixels, 0.001, 10_000),
        };
    }

    private static NeighbourOptions Neighbours(Section section)
    {
        var defaults = new NeighbourOptions();
        return new()
        {
            NumberPattern = Pattern(section, "number_pattern", section.Text("number_pattern", defaults.NumberPattern))!,
            MaxStep = section.Whole("max_step", defaults.MaxStep, 1, 1000),
            MinCorrelation = section.Number("min_correlation", defaults.MinCorrelation, -1, 1),
        };
    }

    private static string? Pattern(Section section, string key, string? pattern)
    {
        if (pattern is null) return null;
        try
        {
            if (new Regex(pattern).GetGroupNumbers().Length == 2) return pattern;
        }
        catch (ArgumentException)
        {
            // Not a regular expression at all: the same sentence says what is.
        }

        throw section.Refuse(key, "a regular expression with exactly one capturing group was expected");
    }

    private static SplitOptions Split(Section section)
    {
        var defaults = new SplitOptions();
        var split = new SplitOptions
        {
            Train = section.Number("train", defaults.Train, 0.01, 0.98),
            Validation = section.Number("validation", defaults.Validation, 0.01, 0.98),
            Test = section.Number("test", defaults.Test, 0.01, 0.98),
            Seed = section.Whole("seed", defaults.Seed, 0, int.MaxValue),
        };
        var sum = split.Train + split.Validation + split.Test;
        if (Math.Abs(sum - 1) > 1e-6)
            throw section.Refuse("train", string.Create(CultureInfo.InvariantCulture, $"train, validation and test summing to 1 (they sum to {sum:0.######}) were expected"));
        return split;
    }

    private static InputOptions Input(Section section)
    {
        var defaults = new InputOptions();
        var input = new InputOptions
        {
            Size = section.Whole("size", defaults.Size, 8, 2048),
            Channels = section.Whole("channels", defaults.Channels, 1, 3),
            Fit = section.Choice("fit", defaults.Fit),
            CropToContent = section.Truth("crop_to_content", defaults.CropToContent),
            Normalisation = section.Choice("normalisation", defaults.Normalisation),
        };
        return input.Channels != 2 ? input : throw section.Refuse("channels", "1 or 3 was expected");
    }

    private static EvaluateOptions Evaluate(Section section)
    {
        var defaults = new EvaluateOptions();
        return new()
        {
            TestTime = section.Choice("test_time", defaults.TestTime),
            Bootstrap = section.Whole("bootstrap", defaults.Bootstrap, 0, 1_000_000),
        };
    }

    private static CertaintyOptions Certainty(Section section)
    {
        var defaults = new CertaintyOptions();
        return new()
        {
            Coverage = section.Number("coverage", defaults.Coverage, 0.5, 0.999),
            Keep = section.Number("keep", defaults.Keep, 0.5, 0.999),
        };
    }

    private static ValueList<ModelRoute> Routes(Section section) =>
        ValueList.From(section.Keys.Select(name => new ModelRoute(name, section.Text(name, null))));
}
