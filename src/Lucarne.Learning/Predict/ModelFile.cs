using System.Text.Json;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Learning.Predict;

/// <summary>model.safetensors: the best weights under torchvision's names, with the recipe and the network's facts in the metadata.</summary>
internal static class ModelFile
{
    private const string RecipeKey = "lucarne.recipe";
    private const string FactsKey = "lucarne.network";

    public static void Write(string path, Module network, Recipe recipe, NetworkFacts facts) =>
        SafetensorsWriter.Write(path, network.State(), new Dictionary<string, string> { [RecipeKey] = recipe.ToYaml(), [FactsKey] = facts.ToJson() });

    /// <summary>The recipe and the facts that a model was trained with.</summary>
    /// <exception cref="PredictException">The file is no model of Lucarne's.</exception>
    public static (Recipe Recipe, NetworkFacts Facts) ReadHeader(string path)
    {
        try
        {
            using var file = SafetensorsFile.Open(path);
            if (!file.Metadata.TryGetValue(RecipeKey, out var recipe) || !file.Metadata.TryGetValue(FactsKey, out var facts))
                throw new PredictException($"{path} holds weights without a recipe: it is not the model of a run");
            return (Recipe.FromYaml(recipe, Path.GetFileName(path)), NetworkFacts.FromJson(facts));
        }
        catch (Exception error) when (error is SafetensorsException or RecipeException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PredictException($"{path} cannot be used as a model ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); copy it anew or train again");
        }
    }

    /// <summary>Copies the weights into a network of the same shape.</summary>
    public static void ReadWeights(string path, Module network)
    {
        using var file = SafetensorsFile.Open(path);
        using var still = new NoGradient();
        using var scope = new TensorScope();
        foreach (var (name, tensor) in network.State())
        {
            if (!file.Entries.TryGetValue(name, out var entry) || !entry.Shape.SequenceEqual(tensor.Shape))
                throw new PredictException($"{path} does not fit its own recipe's network: '{name}' is missing or has another shape");
            tensor.CopyInPlace(file.Read(name));
        }
    }
}
