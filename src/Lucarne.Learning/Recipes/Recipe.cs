using Lucarne.Learning.Recipes.Yaml;

namespace Lucarne.Learning.Recipes;

/// <summary>Everything that one system is made of: its classes or structures, its data, its network and how it learns. The numbers live in a YAML
/// file, not in code.</summary>
public sealed record Recipe
{
    /// <summary>The recipe's name, as on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The variant this recipe was resolved from; null for the default.</summary>
    public string? Variant { get; init; }

    /// <summary>What is learned.</summary>
    public RecipeTask Task => Segmentation is null ? RecipeTask.Classification : RecipeTask.Segmentation;

    /// <summary>One line a person reads.</summary>
    public required LocalText Title { get; init; }

    /// <summary>A few sentences a person reads.</summary>
    public required LocalText Description { get; init; }

    /// <summary>The classes of a classification recipe, in the order of the network's outputs: at least two. Empty for a segmentation.</summary>
    public ValueList<ClassLabel> Classes { get; init; } = [];

    /// <summary>What a segmentation recipe has instead of classes; null for a classification.</summary>
    public SegmentationOptions? Segmentation { get; init; }

    /// <summary>For a yes/no recipe with one sigmoid output: the class that the output is the probability of. Null: one output per class.</summary>
    public string? BinaryPositive { get; init; }

    /// <summary>How pictures are read and grouped.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>How groups are dealt out.</summary>
    public SplitOptions Split { get; init; } = new();

    /// <summary>How a picture becomes the network's input.</summary>
    public InputOptions Input { get; init; } = new();

    /// <summary>The network.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>What is done to training pictures.</summary>
    public AugmentOptions Augment { get; init; } = new();

    /// <summary>How the network learns.</summary>
    public TrainOptions Train { get; init; } = new();

    /// <summary>How the network is judged.</summary>
    public EvaluateOptions Evaluate { get; init; } = new();

    /// <summary>What is recommended once a picture has been read, the first rule that holds; empty: nothing is.</summary>
    public ValueList<RecommendationRule> Recommendations { get; init; } = [];

    /// <summary>How sure the network must be before it says something.</summary>
    public CertaintyOptions Certainty { get; init; } = new();

    /// <summary>How heat maps are found.</summary>
    public ExplainOptions Explain { get; init; } = new();

    /// <summary>For a recipe that tells kinds of pictures apart: the recipes whose models read them. Empty for every other.</summary>
    public ValueList<ModelRoute> Routes { get; init; } = [];

    /// <summary>What changes when the weights that the recipe wants are not found; see <see cref="WithoutWeights"/>.</summary>
    public ValueList<RecipeOverride> FromScratch { get; init; } = [];

    /// <summary>Reads a recipe.</summary>
    /// <param name="nameOrPath">A name (<c>kidney-ct</c>: the file of that name in <paramref name="folder"/>), a name and a variant
    /// (<c>kidney-ct/original</c>), or the path of a YAML file.</param>
    /// <param name="folder">Where recipes that are named lie.</param>
    /// <param name="variant">The variant, where the name does not say it.</param>
    /// <param name="overrides">Values that replace the file's, each as <c>key.path=value</c>.</param>
    /// <exception cref="RecipeException">There is no such recipe or variant, or something in it is wrong.</exception>
    public static Recipe Load(string nameOrPath, string folder, string? variant = null, IEnumerable<string>? overrides = null)
    {
        var place = new RecipeCatalogue(folder).Find(nameOrPath);
        return RecipeFile.Read(place.Path).Resolve(variant ?? place.Variant, overrides ?? []);
    }

    /// <summary>Reads a recipe from YAML text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">What errors call the text: a file name.</param>
    /// <param name="variant">The variant to resolve; null for the default.</param>
    /// <param name="overrides">Values that replace the text's, each as <c>key.path=value</c>.</param>
    /// <exception cref="RecipeException">Something in it is wrong.</exception>
    public static Recipe FromYaml(string yaml, string source, string? variant = null, IEnumerable<string>? overrides = null) =>
        RecipeFile.Parse(yaml, source).Resolve(variant, overrides ?? []);

    /// <summary>The recipe to train when the wanted weights are not found: <see cref="FromScratch"/> applied, and
    /// <c>network.weights: none</c>.</summary>
    public Recipe WithoutWeights() => RecipeFile.WithoutWeights(this);

    /// <summary>The recipe for data that lacks some of its optional classes: rules name them no more, and those that spoke of nothing else are gone.</summary>
    public Recipe WithClasses(ValueList<ClassLabel> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == Classes.Count) return this with { Classes = classes };
        return this with { Classes = classes, Recommendations = ValueList.From(Recommendations.Select(rule => rule.Among([.. classes.Select(label => label.Name)])).OfType<RecommendationRule>()) };
    }

    /// <summary>The recipe as resolved, every default written out. The same recipe always gives the same text, and
    /// <see cref="FromYaml"/> reads it back to an equal recipe.</summary>
    public string ToYaml() => YamlWriter.Write(RecipeTree.Of(this));
}

/// <summary>What a recipe's network learns.</summary>
public enum RecipeTask
{
    /// <summary>Which class a picture belongs to.</summary>
    Classification,

    /// <summary>Which structure each voxel of a volume belongs to.</summary>
    Segmentation,
}

/// <summary>One value that replaces another.</summary>
/// <param name="Key">Path of the key, with dots: <c>train.optimizer.learning_rate</c>.</param>
/// <param name="Value">The value in YAML's one-line form.</param>
public sealed record RecipeOverride(string Key, string Value);
