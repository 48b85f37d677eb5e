using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Insight.Recommendations;

/// <summary>The rules of a run as they stand in its recipe.yaml, where a doctor may change them without training anew; all else is the model's own.</summary>
public static class ReviewedRules
{
    /// <summary>The model's recipe with those rules; the model's own where the run has no recipe.yaml.</summary>
    /// <exception cref="PredictException">The file is no recipe, its rules cannot be used, or its classes are not the model's.</exception>
    public static Recipe In(string run, Recipe model)
    {
        var path = new RunFolder(run).Recipe;
        if (!File.Exists(path)) return model;
        try
        {
            var written = Recipe.FromYaml(File.ReadAllText(path), path);
            return written.Classes.Select(label => label.Name).SequenceEqual(model.Classes.Select(label => label.Name))
                ? model with { Recommendations = written.Recommendations }
                : throw new PredictException($"{path} names other classes than the model was trained on; put back what `lucarne train` wrote, with the rules alone changed");
        }
        catch (Exception error) when (error is RecipeException or IOException or UnauthorizedAccessException)
        {
            throw new PredictException(error.Message.TrimEnd('.'));
        }
    }
}
