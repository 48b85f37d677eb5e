using Lucarne.Clinic.Readings;
using Lucarne.Server.Models;
using Lucarne.Server.Reading;

namespace Lucarne.Server.Predict;

/// <summary>The answer of <c>POST /predict</c>.</summary>
/// <param name="PredictedClass">The class with the highest probability.</param>
/// <param name="Confidence">Its probability.</param>
/// <param name="Probabilities">One per class; they sum to 1.</param>
/// <param name="Decision">predicted, unsure, not_for_this_model, or uncalibrated where the run does not know how sure it is.</param>
/// <param name="PredictionSet">Classes that the right one is among, as often as the recipe's coverage asks; empty where uncalibrated.</param>
/// <param name="Model">The network that answered.</param>
/// <param name="Notice">What every answer carries.</param>
internal sealed record PredictAnswer(
    string PredictedClass, double Confidence, IReadOnlyDictionary<string, double> Probabilities, string Decision, IReadOnlyList<string> PredictionSet, string Model, string Notice);

/// <summary><c>POST /predict</c>: one picture in, one answer out, nothing kept.</summary>
internal static class PredictEndpoint
{
    private const string Notice = "A help to the doctor, never a diagnosis; not clinically validated.";

    public static void MapPredict(this IEndpointRouteBuilder app) =>
        app.MapPost("/predict", PredictAsync)
            .RequireAuthorization(Security.Policies.Predict)
            .DisableAntiforgery()
            .Accepts<IFormFile>("multipart/form-data")
            .Produces<PredictAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithTags("Predict")
            .WithSummary("Judges a picture with the default model, or with the run named by ?model=.");

    private static async Task<IResult> PredictAsync(
        HttpRequest request, ModelCatalogue catalogue, ReadingRoom room, ServerOptions options, CancellationToken cancellation, string? model = null)
    {
        var served = model is null ? catalogue.Default : catalogue.All.FirstOrDefault(one => one.Name == model);
        if (served is null)
        {
            return model is null
                ? Problems.Of(StatusCodes.Status503ServiceUnavailable, "no run is served yet; train one into the runs folder of LUCARNE_HOME")
                : Problems.Of(StatusCodes.Status404NotFound, $"there is no run named '{model}'; GET /api/v1/models lists them");
        }

        var (picture, problem) = await UploadedPicture.FromAsync(request, options.LargestPicture, cancellation);
        if (picture is null) return problem!;
        var (answer, refused) = await room.TryReadAsync(served, picture, cancellation);
        return answer is null ? refused! : TypedResults.Ok(Of(answer, served));
    }

    private static PredictAnswer Of(ModelAnswer answer, ServedModel model) =>
        new(answer.PredictedClass, answer.Confidence, answer.Probabilities, answer.Decision, answer.PredictionSet, model.Version, Notice);

    private static async Task<(ModelAnswer?, IResult?)> TryReadAsync(this ReadingRoom room, ServedModel model, UploadedPicture picture, CancellationToken cancellation)
    {
        try
        {
            var result = await room.ReadAsync(model.Folder, picture.Name, picture.Bytes, explain: false, cancellation);
            return result.Read is { } read ? (read.Answer, null) : (null, Problems.Of(StatusCodes.Status422UnprocessableEntity, result.Refusal!));
        }
        catch (ReadingException error)
        {
            return (null, Problems.Of(StatusCodes.Status503ServiceUnavailable, error.Message));
        }
    }
}
