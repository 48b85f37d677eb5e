using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Insight.Explanation;
using Lucarne.Server.Pages;

namespace Lucarne.Server.Studies;

/// <summary>Another heat map of a finding, for another class or by another method, made by a worker.</summary>
internal static class ExplainEndpoint
{
    /// <summary>The methods that can be asked for, by the names in their roles.</summary>
    public static IReadOnlyList<string> Methods { get; } = Enum.GetNames<ExplanationMethod>();

    public static async Task<IResult> AskAsync(HttpContext context, long id, long finding, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var found = await clinic.Findings.GetAsync(finding, cancellation);
        if (found.StudyId != id) throw new MissingException($"finding/{finding}");
        var (name, method) = (form["class"].ToString(), form["method"].ToString());
        if (!found.Probabilities.ContainsKey(name)) throw new ClinicException($"the class is '{name}'; expected one of {string.Join(", ", found.Probabilities.Keys)}.");
        if (!Methods.Contains(method)) throw new ClinicException($"the method is '{method}'; expected one of {string.Join(", ", Methods)}.");
        var payload = new ExplainPayload { FindingId = finding, ClassName = name, Method = method };
        await clinic.Jobs.AddAsync(payload.ToJob() with { StudyId = id }, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/studies/{id}?map={Uri.EscapeDataString($":{name}:{method}")}");
    }
}
