using System.Security.Cryptography;
using System.Text;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Prepare;

/// <summary>Finds the prepared form of a cohort, and makes it where there is none.</summary>
internal static class CohortPreparation
{
    /// <summary>The prepared folder: the data itself where it is one, else one below the cache folder that is begun, gone on with or used again.</summary>
    public static string Of(string data, Recipe recipe, string cacheFolder, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        if (PreparedFolder.IsOne(data)) return data;
        var options = recipe.Segmentation ?? throw new PrepareException($"the recipe {recipe.Name} sorts pictures: there is nothing to prepare for it");
        var split = recipe.Split;
        var what = FormattableString.Invariant(
            $"{Path.GetFullPath(data)}|{PreparedFolder.SettingsOf(options)}|SplitOptions {{ Train = {split.Train}, Validation = {split.Validation}, Test = {split.Test}, Seed = {split.Seed} }}");
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..16];
        var folder = Path.Combine(cacheFolder, "prepared", $"{recipe.Name}-{key}");
        PrepareRun.Execute(new PrepareRequest { Recipe = recipe, Data = data, Out = folder }, progress, cancellation);
        return folder;
    }
}
