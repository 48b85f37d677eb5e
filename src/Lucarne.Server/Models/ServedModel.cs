using Lucarne.Learning.Recipes;

namespace Lucarne.Server.Models;

/// <summary>A finished run whose network answers.</summary>
/// <param name="Name">The name by which pages and requests call it: its folder's.</param>
/// <param name="Folder">The run's folder.</param>
/// <param name="Recipe">What it was trained for.</param>
/// <param name="Version">The recipe's name and the start of the weights' SHA-256: two networks never share one.</param>
/// <param name="Finished">When its training ended.</param>
public sealed record ServedModel(string Name, string Folder, Recipe Recipe, string Version, DateTimeOffset Finished)
{
    /// <summary>What a person calls a class.</summary>
    /// <param name="className">The name in every file.</param>
    /// <param name="language">en or fr.</param>
    public string Label(string className, string language) =>
        Recipe.Classes.FirstOrDefault(label => label.Name == className)?.Label.In(language) ?? className;
}
