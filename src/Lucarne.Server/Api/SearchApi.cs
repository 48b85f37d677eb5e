using Lucarne.Clinic;
using Lucarne.Clinic.Worklist;
using Lucarne.Server.Security;

namespace Lucarne.Server.Api;

/// <summary>What a search found: the first of each kind, and where each list goes on.</summary>
/// <param name="Patients">Patients whose name or record number holds the text.</param>
/// <param name="Studies">Studies whose patient, modality or description does, the most urgent first.</param>
internal sealed record SearchAnswer(PatientList Patients, StudyList Studies);

/// <summary>One box for patients and studies, for programs: what the pages' search fields find.</summary>
internal static class SearchApi
{
    private const int LongestText = 100;

    public static void MapSearchApi(this RouteGroupBuilder api) =>
        api.MapGet("/search", SearchAsync).RequireAuthorization(Access.See).WithTags("Clinic").Produces<SearchAnswer>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Patients and studies that hold a text: record number, name, modality or description, without regard to case and accents.");

    private static async Task<IResult> SearchAsync(ClinicDatabase clinic, TimeProvider clock, CancellationToken cancellation, string? text = null, int limit = 20)
    {
        if (ListQuery.Wrong(limit) is { } wrong) return wrong;
        var wanted = text?.Trim() ?? "";
        if (wanted.Length is 0 or > LongestText) return Problems.Of(StatusCodes.Status400BadRequest, $"the text has {wanted.Length} characters; search for 1 to {LongestText}");
        return TypedResults.Ok(new SearchAnswer(
            await PatientApi.PageAsync(clinic, clock, wanted, 0, limit, cancellation),
            await ApiEndpoints.PageAsync(clinic, new WorklistQuery { Text = wanted, Limit = limit }, cancellation)));
    }
}
