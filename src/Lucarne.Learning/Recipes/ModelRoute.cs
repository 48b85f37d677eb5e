namespace Lucarne.Learning.Recipes;

/// <summary>Where pictures of a class go on to.</summary>
/// <param name="ClassName">A class of this recipe, which tells kinds of pictures apart.</param>
/// <param name="Recipe">The name of the recipe whose models read pictures of that kind.</param>
public sealed record ModelRoute(string ClassName, string Recipe);
