using System.CommandLine;
using System.Text.Json;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary>A recommendation as JSON: texts in both languages, with the rule and the words that it rests on.</summary>
internal sealed record RecommendationForm(
    string Rule, string Urgency, int? WithinDays, IReadOnlyList<LocalText> Actions, LocalText? Examination, LocalText Source, LocalText Basis, bool? NeighboursAgree)
{
    /// <summary>What was recommended; null where nothing was.</summary>
    public static RecommendationForm? Of(Recommendation? given) => given is null
        ? null
        : new(given.Rule.Id, JsonNamingPolicy.SnakeCaseLower.ConvertName(given.Rule.Urgency.ToString()), given.Rule.WithinDays,
            given.Rule.Actions, given.Rule.Examination, given.Rule.Source, given.Basis, given.NeighboursAgree);
}

/// <summary>Options that say what is known of the patient.</summary>
internal sealed class PatientOptions
{
    private readonly Option<double?> _age = new("--age") { Description = "the patient's age in years, for recommendations" };
    private readonly Option<string[]> _earlier = new("--earlier") { Description = "a class found in an earlier study of the patient, for recommendations; may be given several times" };

    /// <summary>Adds the options to a command.</summary>
    public PatientOptions(Command command)
    {
        _age.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is < 0 or > 150) result.AddError("--age needs a number of years from 0 to 150");
        });
        command.Add(_age);
        command.Add(_earlier);
    }

    /// <summary>What was given.</summary>
    public PatientFacts Of(ParseResult parsed) => new(parsed.GetValue(_age), Earlier: parsed.GetValue(_earlier));
}
