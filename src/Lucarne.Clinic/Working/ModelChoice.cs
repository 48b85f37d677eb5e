using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Models;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Working;

/// <summary>Which model a job means.</summary>
internal static class ModelChoice
{
    /// <exception cref="ClinicException">There is none, or it does something else.</exception>
    public static async Task<RegisteredModel> FindAsync(ClinicDatabase database, ModelPayload payload, RecipeTask task, CancellationToken cancellation)
    {
        var model = payload.ModelId is { } id
            ? await database.Models.GetAsync(id, cancellation).ConfigureAwait(false)
            : await database.Models.DefaultAsync(task, cancellation).ConfigureAwait(false) ?? throw new ClinicException($"no model for {task} is registered; register a run first.");
        if (model.Task != task) throw new ClinicException($"model/{model.Id} ({model.Name}) learned {model.Task}, where {task} was expected; choose another.");
        return model.IsRetired ? throw new ClinicException($"model/{model.Id} ({model.Name}) is retired and answers no more; choose another.") : model;
    }
}
