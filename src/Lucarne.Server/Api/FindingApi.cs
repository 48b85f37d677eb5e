using Lucarne.Clinic;
using Lucarne.Clinic.Findings;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Security;

namespace Lucarne.Server.Api;

/// <summary>What a model said of an image, as programs are told.</summary>
internal sealed record FindingForm(
    long Id, long ImageId, string Model, string ModelVersion, RecipeTask Task, FindingDecision Decision, string? PredictedClass, double? Confidence, IReadOnlyDictionary<string, double> Probabilities,
    IReadOnlyList<string> PredictionSet, IReadOnlyDictionary<string, double> VolumesMl, Urgency Urgency, DateTimeOffset CreatedAt, IReadOnlyList<FindingFileForm> Files,
    IReadOnlyList<RecommendationForm> Recommendations, string Notice)
{
    public static FindingForm Of(Finding finding, IEnumerable<Recommendation> recommendations) => new(
        finding.Id, finding.ImageId, finding.ModelName, finding.ModelVersion, finding.Task, finding.Decision, finding.PredictedClass, finding.Confidence, finding.Probabilities,
        finding.PredictionSet, finding.VolumesMl, finding.Urgency, finding.CreatedAt,
        [.. finding.Files.Select(file => new FindingFileForm(file.Role, file.FileName, $"/studies/{finding.StudyId}/findings/{finding.Id}/{file.Role}"))],
        [.. recommendations.Where(recommendation => recommendation.FindingId == finding.Id).Select(RecommendationForm.Of)], StudyForm.HelpNotice);
}

/// <summary>A file of a finding, and where it is had.</summary>
internal sealed record FindingFileForm(string Role, string FileName, string Address);

/// <summary>What follows from a finding, and what a doctor made of it.</summary>
internal sealed record RecommendationForm(long Id, string Rule, Urgency Urgency, Advice? Advice, RecommendationStatus Status, string? ChangedText, string? DecidedBy, DateTimeOffset? DecidedAt)
{
    public static RecommendationForm Of(Recommendation recommendation) => new(
        recommendation.Id, recommendation.Rule, recommendation.Urgency, Advice.Read(recommendation.DetailJson), recommendation.Status, recommendation.ChangedText, recommendation.DecidedBy, recommendation.DecidedAt);
}

/// <summary>What models said of a study, for programs.</summary>
internal static class FindingApi
{
    public static void MapFindingApi(this RouteGroupBuilder api) =>
        api.MapGet("/studies/{id:long}/findings", ListAsync).RequireAuthorization(Access.See).Produces<IReadOnlyList<FindingForm>>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What models said of a study, the newest first, with files and with what the recipes' rules recommend.");

    private static async Task<IResult> ListAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Studies.GetAsync(id, cancellation);
        var recommendations = await clinic.Findings.RecommendationsAsync(id, cancellation);
        var findings = await clinic.Findings.OfStudyAsync(id, cancellation);
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "study.opened", $"study/{id}", "findings", cancellation);
        return TypedResults.Ok<IReadOnlyList<FindingForm>>([.. findings.Select(finding => FindingForm.Of(finding, recommendations))]);
    }
}
