using Lucarne.Clinic;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.FollowUp;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Pages;

namespace Lucarne.Server.Studies;

/// <summary>What a doctor makes of a recommendation.</summary>
internal static class AdviceEndpoint
{
    /// <summary>Writes it down; what is accepted or done instead becomes a task of the patient's, where the doctor names a day or the rule a delay.</summary>
    public static async Task<IResult> DecideAsync(HttpContext context, long id, long recommendation, ClinicDatabase clinic, TimeProvider clock, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var actor = context.User.Identity!.Name!;
        if (!Enum.TryParse<RecommendationStatus>(form["status"], out var status) || status is RecommendationStatus.Proposed || !Enum.IsDefined(status))
            throw new ClinicException($"the recommendation's status is '{form["status"]}'; expected Accepted, Changed or Declined.");
        var proposed = (await clinic.Findings.RecommendationsAsync(id, cancellation)).FirstOrDefault(one => one.Id == recommendation) ?? throw new MissingException($"recommendation/{recommendation}");
        var advice = Advice.Read(proposed.DetailJson);
        var text = status == RecommendationStatus.Accepted ? null : form["text"].ToString();
        var due = status == RecommendationStatus.Declined ? null : DueOn(form["due"].ToString(), advice, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var words = text ?? (advice is null ? null : WordsOf(advice.Rule, Visit.Of(context).Language));
        var plan = due is { } day && words is not null ? new FollowUpPlan(words, day) : null;
        await clinic.Findings.DecideAsync(recommendation, status, text, long.TryParse(form["version"], out var version) ? version : 0, actor, plan, cancellation);
        return PageAnswers.SeeOther($"/studies/{id}");
    }

    private static DateOnly? DueOn(string named, Advice? advice, DateOnly today) =>
        named.Length > 0 ? DateOnly.TryParseExact(named, "yyyy-MM-dd", out var day) && day >= today ? day : throw new ClinicException($"the day is '{named}'; expected today or later, as {today:yyyy-MM-dd}.")
        : advice?.Rule.WithinDays is { } days ? today.AddDays(days) : null;

    private static string WordsOf(AdviceRule rule, string language) => string.Join(" ", rule.Actions.Append(rule.Examination).OfType<LocalText>().Select(one => one.In(language)));
}
