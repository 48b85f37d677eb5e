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
            foreach (var entry in new RecipeCatalogue(Home.Recipes).List())
                Console.WriteLine($"{entry.Name,-12} {entry.Title.In(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)}");
            return ExitCode.Done;
        });
        return command;
    }
}
