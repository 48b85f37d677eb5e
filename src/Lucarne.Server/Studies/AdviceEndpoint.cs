using Lucarne.Clinic;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.FollowUp;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Pages;

namespace Lucarne.Server.Studies;

/// <summary>What a doctor makes of a recommendation.</summary>
internal static class AdviceEndpoint
{
    /// <summary>Writes it down; what is accepted and has a delay becomes a task of the patient's.</summary>
    public static async Task<IResult> DecideAsync(HttpContext context, long id, long recommendation, ClinicDatabase clinic, TimeProvider clock, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var actor = context.User.Identity!.Name!;
        if (!Enum.TryParse<RecommendationStatus>(form["status"], out var status) || status is RecommendationStatus.Proposed || !Enum.IsDefined(status))
            throw new ClinicException($"the recommendation's status is '{form["status"]}'; expected Accepted, Changed or Declined.");
        var proposed = (await clinic.Findings.RecommendationsAsync(id, cancellation)).FirstOrDefault(one => one.Id == recommendation) ?? throw new MissingException($"recommendation/{recommendation}");
        var text = status == RecommendationStatus.Accepted ? null : form["text"].ToString();
        await clinic.Findings.DecideAsync(recommendation, status, text, long.TryParse(form["version"], out var version) ? version : 0, actor, cancellation);
        if (status == RecommendationStatus.Accepted && Advice.Read(proposed.DetailJson) is { Rule: { WithinDays: { } days } rule })
        {
            var study = await clinic.Studies.GetAsync(id, cancellation);
            var language = Visit.Of(context).Language;
            await clinic.FollowUps.AddAsync(new FollowUpEntry
            {
                PatientId = study.PatientId,
                StudyId = id,
                RecommendationId = recommendation,
                Text = string.Join(" ", rule.Actions.Append(rule.Examination).OfType<LocalText>().Select(one => one.In(language))),
                DueOn = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(days),
            }, actor, cancellation);
        }

        return PageAnswers.SeeOther($"/studies/{id}");
    }
}
