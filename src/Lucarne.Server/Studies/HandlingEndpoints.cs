using Lucarne.Clinic;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;

namespace Lucarne.Server.Studies;

/// <summary>Who has a study, how soon it must be looked at, and whose it is.</summary>
internal static class HandlingEndpoints
{
    public static void MapHandling(this RouteGroupBuilder pages)
    {
        pages.MapPost("/studies/{id:long}/assignment", AssignAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapPost("/studies/{id:long}/urgency", SetUrgencyAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapPost("/studies/{id:long}/patient", RefileAsync).RequireAuthorization(Access.Send).Guarded();
    }

    private static Task<IResult> AssignAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation) =>
        ChangedAsync(context, id, (form, version, actor) => clinic.Studies.AssignAsync(id, form["to"] == "me" ? actor : null, version, actor, cancellation), cancellation);

    private static Task<IResult> SetUrgencyAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation) =>
        ChangedAsync(context, id, (form, version, actor) => Enum.TryParse<Urgency>(form["urgency"], out var urgency) && Enum.IsDefined(urgency)
            ? clinic.Studies.SetUrgencyAsync(id, urgency, version, actor, cancellation)
            : throw new ClinicException($"the urgency is '{form["urgency"]}'; expected one of {string.Join(", ", Enum.GetNames<Urgency>())}."), cancellation);

    private static Task<IResult> RefileAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation) =>
        ChangedAsync(context, id, (form, version, actor) => clinic.Studies.RefileAsync(id, form["record"].ToString(), version, actor, cancellation), cancellation);

    private static async Task<IResult> ChangedAsync(HttpContext context, long id, Func<IFormCollection, long, string, Task<Study>> change, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        await change(form, long.TryParse(form["version"], out var version) ? version : 0, context.User.Identity!.Name!);
        return PageAnswers.SeeOther($"/studies/{id}");
    }
}
