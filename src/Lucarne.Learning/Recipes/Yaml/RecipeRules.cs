namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>What must hold between the values of a recipe.</summary>
internal static class RecipeRules
{
    public static void Check(Section root, Recipe recipe)
    {
        if (recipe.Task == RecipeTask.Segmentation) CheckSegmentation(root, recipe);
        else CheckClassification(root, recipe);
    }

    private static void CheckSegmentation(Section root, Recipe recipe)
    {
        var augment = recipe.Augment;
        if (augment.HorizontalFlip || augment.VerticalFlip)
            throw root.Refuse("augment", "no flip was expected: it exchanges left and right, which are two structures");
        if (augment.Mixup > 0 || augment.Cutmix > 0)
            throw root.Refuse("augment", "no mixup and no cutmix were expected: a pixel belongs to one structure");
    }

    private static void CheckClassification(Section root, Recipe recipe)
    {
        if (recipe.Classes.Count < 2)
            throw root.Refuse("classes", "a list of at least two classes was expected");
        foreach (var named in recipe.Classes) CheckName(root, named.Name);
        CheckClashes(root, recipe);
        CheckBinary(root, recipe);
        if (recipe.Routes.FirstOrDefault(route => recipe.Classes.All(label => label.Name != route.ClassName)) is { } stray)
            throw root.Refuse("routes", $"classes of the recipe ({string.Join(", ", recipe.Classes.Select(label => label.Name))}) were expected as keys (found '{stray.ClassName}')");
        if (recipe.Network.WantsWeights && recipe.Network.Weights == "imagenet" && recipe.Input.Channels != 3)
            throw root.Refuse("input", "channels: 3 was expected, for weights learned on ImageNet take three channels (a grey picture is repeated)");
    }

    private static void CheckName(Section root, string name)
    {
        if (name.Length is 0 or > 64 || name.Any(letter => char.IsControl(letter) || letter is '/' or '\\' or ',' or '"') || name.Trim() != name)
            throw root.Refuse("classes", $"class names of 1 to 64 letters without commas, quotes or slashes were expected (found '{name}')");
    }

    private static void CheckClashes(Section root, Recipe recipe)
    {
        var owners = new Dictionary<string, string>();
        foreach (var label in recipe.Classes)
        {
            foreach (var key in label.Aliases.Prepend(label.Name).Select(LooseName.Key).Distinct())
            {
                if (!owners.TryAdd(key, label.Name))
                    throw root.Refuse("classes", $"distinct names were expected, and '{key}' names both '{owners[key]}' and '{label.Name}' (case, accents and separators do not count)");
            }
        }
    }

    private static void CheckBinary(Section root, Recipe recipe)
    {
        var sigmoid = recipe.Train.Loss.Name == LossName.BinaryCrossEntropy;
        if (recipe.BinaryPositive is null)
        {
            if (sigmoid) throw root.Refuse("train", "loss.name: cross-entropy was expected, or 'binary_positive' naming the class that is the positive one");
            return;
        }

        if (recipe.Classes.Count != 2 || recipe.Classes.All(label => label.Name != recipe.BinaryPositive))
            throw root.Refuse("binary_positive", $"one of exactly two classes was expected, and the classes are {string.Join(", ", recipe.Classes.Select(label => label.Name))}");
        if (!sigmoid) throw root.Refuse("binary_positive", "nothing (null) was expected unless train.loss.name is binary-cross-entropy");
    }
}
