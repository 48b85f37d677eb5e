using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Runs;

/// <summary>What the network of a run learned.</summary>
public static class RunTask
{
    /// <summary>The task, as the run's model says; a classification where there is no model that could say, so that whoever loads it says what is wrong.</summary>
    public static RecipeTask Of(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return File.Exists(run.Model) ? ModelFile.ReadHeader(run.Model).Recipe.Task : RecipeTask.Classification;
    }

    /// <summary>The recipe that the run's model was trained with.</summary>
    /// <exception cref="PredictException">There is no model, or it is none of Lucarne's.</exception>
    public static Recipe RecipeOf(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return ModelFile.ReadHeader(run.Model).Recipe;
    }
}
