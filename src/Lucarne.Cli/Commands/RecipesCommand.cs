using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Learning.Recipes;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne recipes</c>.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var command = new Command("recipes", "lists the recipes, a line each");
        command.SetWork((_, _) =>
        {
            var entries = new RecipeCatalogue(Home.Recipes).List();
            var width = entries.Max(entry => entry.Name.Length);
            var language = SpokenLanguage.OfSystem;
            foreach (var entry in entries) Console.WriteLine($"{entry.Name.PadRight(width)}  {entry.Title.In(language)}");
            return ExitCode.Done;
        });
        return command;
    }
}
