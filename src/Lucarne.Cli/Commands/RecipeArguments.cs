using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Learning.Recipes;

namespace Lucarne.Cli.Commands;

/// <summary>What several commands take: a recipe with its overrides, a data folder, a device.</summary>
internal static class RecipeArguments
{
    public static Argument<string> Recipe() => new("RECIPE") { Description = "a recipe's name (kidney-ct), a name and a variant (kidney-ct/original), or the path of a YAML file" };

    public static Option<string> Data(bool required) => new("--data") { Description = "a folder, or a zip, with a folder of pictures per class; for a segmentation a cohort of scans, prepared or not", Required = required };

    public static Option<string[]> Set() => new("--set") { Description = "a value in place of the recipe's, as key.path=value; may be given several times" };

    public static Option<string> Device() => new("--device") { Description = "auto, cpu or cuda", DefaultValueFactory = _ => "auto" };

    public static Recipe Load(string nameOrPath, IEnumerable<string> overrides) =>
        Learning.Recipes.Recipe.Load(nameOrPath, Home.Recipes, variant: null, overrides);
}
