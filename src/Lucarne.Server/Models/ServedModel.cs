using Lucarne.Learning.Recipes;

namespace Lucarne.Server.Models;

/// <summary>A finished run whose network answers.</summary>
/// <param name="Name">The name by which pages and requests call it: its folder's.</param>
/// <param name="Folder">The run's folder.</param>
/// <param name="Recipe">What it was trained for.</param>
/// <param name="Version">Recipe, network and the first twelve digits of the weights' SHA-256, as readings name the model.</param>
/// <param name="Finished">When its training ended.</param>
public sealed record ServedModel(string Name, string Folder, Recipe Recipe, string Version, DateTimeOffset Finished)
{
    private const int HashDigits = 12;

    /// <summary>The digits of the weights' hash alone, by which the clinic registers the model.</summary>
    public string WeightsVersion => Version[^HashDigits..];

    /// <summary>What a person calls a class.</summary>
    /// <param name="className">The name in every file.</param>
    /// <param name="language">en or fr.</param>
    public string Label(string className, string language) =>
        Recipe.Classes.FirstOrDefault(label => label.Name == className)?.Label.In(language) ?? className;
}
