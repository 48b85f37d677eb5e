namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>A recipe file: the default, and the blocks that make its variants.</summary>
internal sealed class RecipeFile
{
    private const int LargestBytes = 1 << 20;
    private readonly YamlMap root;
    private readonly YamlMap variants;

    private RecipeFile(YamlMap root, YamlMap variants) => (this.root, this.variants) = (root, variants);

    public ValueList<string> VariantNames => ValueList.From(variants.Entries.Select(entry => entry.Key));

    public static RecipeFile Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestBytes)
                throw new RecipeException($"{path} is larger than {LargestBytes >> 20} MiB; a recipe is a small text file.");
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"The recipe file '{path}' cannot be read ({error.Message.TrimEnd('.')}); check its name and permissions.", error);
        }
    }

    public static RecipeFile Parse(string yaml, string source)
    {
        var map = YamlReader.ReadMap(yaml, source);
        var variants = map["variants"] switch
        {
            null => new YamlMap([], map.Place),
            YamlMap block => block,
            var other => throw Section.Wrong(other, "variants", "a block with a key per variant was expected"),
        };
        foreach (var variant in variants.Entries)
        {
            if (variant.Value is not YamlMap) throw Section.Wrong(variant.Value, $"variants.{variant.Key}", "a block of keys was expected");
        }

        return new(map.Without("variants"), variants);
    }

    /// <summary>The default or a variant, with the overrides applied. The others are read too, so that a mistake in one shows at once.</summary>
    public Recipe Resolve(string? variant, IEnumerable<string> overrides)
    {
        foreach (var name in VariantNames) Validated(Variant(name));
        var tree = variant is null ? root : Variant(variant);
        Validated(tree);
        foreach (var (key, value) in overrides.Select(RecipeOverrides.Parse)) tree = RecipeOverrides.SetEverywhere(tree, key, value);
        return Validated(tree);
    }

    public static Recipe WithoutWeights(Recipe recipe)
    {
        var tree = RecipeTree.Of(recipe with { FromScratch = [] });
        tree = RecipeOverrides.Set(tree, "network.weights", new YamlScalar("none", false, new("from_scratch", 0)));
        foreach (var (key, value) in recipe.FromScratch) tree = RecipeOverrides.Set(tree, key, RecipeOverrides.Value(value, "from_scratch"));
        return RecipeReader.Read(tree);
    }

    private static Recipe Validated(YamlMap tree)
    {
        var recipe = RecipeReader.Read(tree);
        if (tree["from_scratch"] is YamlMap scratch)
        {
            var without = tree.Without("from_scratch");
            RecipeReader.Read(RecipeOverrides.Set(without, "network.weights", new YamlScalar("none", false, scratch.Place)).Merge(scratch));
        }

        return recipe;
    }

    private YamlMap Variant(string name)
    {
        if (variants[name] is not YamlMap block)
        {
            var known = VariantNames.Count == 0 ? "this recipe has none" : $"the variants are {string.Join(", ", VariantNames)}";
            throw new RecipeException($"{root.Place.Source} has no variant '{name}'; {known}.");
        }

        // The default's numbers for training from scratch were chosen for the default's network: a variant states its own.
        return root.Without("from_scratch").Merge(block).With(new("variant", block.Place, new YamlScalar(name, true, block.Place)));
    }
}
