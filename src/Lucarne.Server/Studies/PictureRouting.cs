using Lucarne.Clinic.Readings;
using Lucarne.Insight.Routing;
using Lucarne.Server.Models;
using Lucarne.Server.Pages;
using Lucarne.Server.Predict;
using Lucarne.Server.Reading;

namespace Lucarne.Server.Studies;

/// <summary>Where a picture goes that was sent without a model's name.</summary>
/// <param name="Model">The model that reads it; null where none does.</param>
/// <param name="Refusal">Why none does, in the reader's language; null where one does.</param>
internal sealed record PictureRoute(ServedModel? Model, string? Refusal)
{
    /// <summary>What was said of the picture on the way: its kind, and the answers of the other models that it fits, the likeliest kind's last.</summary>
    public IReadOnlyList<RoutedAnswer> Beside { get; init; } = [];
}

/// <summary>What a model said of a picture on its way.</summary>
internal sealed record RoutedAnswer(ServedModel Model, ModelAnswer Answer);

/// <summary>
/// Asks the model that tells kinds of pictures apart, where one is served, and then those for the kinds that remain possible, the likeliest first. The
/// first that does not refuse the picture reads it; what the others say is kept beside its answer.
/// </summary>
internal sealed class PictureRouting(ModelCatalogue catalogue, ReadingRoom room)
{
    /// <summary>The model that tells kinds apart: the newest whose recipe has routes; null where none is served.</summary>
    public ServedModel? Kinds => catalogue.All.FirstOrDefault(model => model.Recipe.Routes.Count > 0);

    /// <summary>Which model reads a picture: the named one; without a name the one that its kind asks for; where kinds are not told apart, the default.</summary>
    /// <exception cref="ReadingException">A network cannot answer.</exception>
    public async Task<PictureRoute> RouteAsync(UploadedPicture picture, ServedModel? named, Visit visit, CancellationToken cancellation)
    {
        if (named is not null) return new(named, null);
        if (Kinds is { } kinds) return await FindAsync(picture, kinds, visit, cancellation);
        return catalogue.Default is { } chosen ? new(chosen, null) : new(null, visit.Say("drop.none"));
    }

    /// <summary>Finds the model for a picture.</summary>
    /// <exception cref="ReadingException">A network cannot answer.</exception>
    private async Task<PictureRoute> FindAsync(UploadedPicture picture, ServedModel kinds, Visit visit, CancellationToken cancellation)
    {
        var asked = await room.ReadAsync(kinds.Folder, picture.Name, picture.Bytes, explain: false, cancellation);
        if (asked.Read?.Answer is not { } kind) return new(null, asked.Refusal);
        var isRefused = kind.Decision == AnswerDecisions.NotForThisModel;
        if (isRefused) return new(null, visit.Say("route.unknown", kinds.Recipe.Title.In(visit.Language)));
        var (fitting, refusedBy) = (new List<RoutedAnswer>(), new List<string>());
        foreach (var recipe in RouteChoice.Recipes(kinds.Recipe, isRefused, kind.PredictedClass, kind.PredictionSet, kind.Probabilities))
        {
            if (ModelOf(recipe) is not { } model) continue;
            var read = await room.ReadAsync(model.Folder, picture.Name, picture.Bytes, explain: false, cancellation);
            if (read.Read?.Answer is { } answer && answer.Decision != AnswerDecisions.NotForThisModel) fitting.Add(new RoutedAnswer(model, answer));
            else refusedBy.Add(model.Recipe.Title.In(visit.Language));
        }

        if (fitting is [var first, .. var others]) return new(first.Model, null) { Beside = [.. others.Reverse<RoutedAnswer>(), new RoutedAnswer(kinds, kind)] };

        var label = kinds.Label(kind.PredictedClass, visit.Language);
        return new(null, refusedBy.Count == 0
            ? visit.Say("route.none", label, visit.Percent(kind.Confidence))
            : visit.Say("route.refused", label, visit.Percent(kind.Confidence), string.Join(", ", refusedBy)));
    }

    // The one that was chosen as the default, else the newest of the recipe.
    private ServedModel? ModelOf(string recipe) => catalogue.Default is { } chosen && chosen.Recipe.Name == recipe ? chosen : catalogue.All.FirstOrDefault(model => model.Recipe.Name == recipe);
}
