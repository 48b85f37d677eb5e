namespace Lucarne.Clinic.Tests;

/// <summary>The checkout that these tests were built in.</summary>
internal static class Checkout
{
    public static string Recipes
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Lucarne.slnx"))) return Path.Combine(folder.FullName, "recipes");
            throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Lucarne.slnx; run these tests from a checkout.");
        }
    }
}
