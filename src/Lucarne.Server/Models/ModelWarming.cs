using Lucarne.Clinic;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Reading;

namespace Lucarne.Server.Models;

/// <summary>Registers the runs that are found, follows which one is chosen, and loads its network before the first picture comes.</summary>
internal sealed partial class ModelWarming(ModelCatalogue catalogue, ReadingRoom room, ClinicDatabase clinic, TimeProvider clock, ILogger<ModelWarming> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var registered = new HashSet<string>();
        string? warm = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var model in catalogue.Everything.Reverse().Where(model => registered.Add(model.Version)))
                    await clinic.Models.RegisterRunAsync(model.Folder, model.Name, "server", stoppingToken);
                catalogue.Retire(await RetiredAsync(clinic, stoppingToken));
                catalogue.Prefer((await clinic.Models.DefaultAsync(RecipeTask.Classification, stoppingToken))?.RunFolder);
                if (catalogue.Default is { } wanted && wanted.Version != warm)
                {
                    await room.WarmAsync(wanted.Folder, stoppingToken);
                    warm = wanted.Version;
                }
            }
            catch (Exception error) when (error is ReadingException or ClinicException or PredictException or System.Data.Common.DbException)
            {
                NotReady(log, error.Message);
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    /// <summary>Folders of the runs that somebody took out of service.</summary>
    public static async Task<IEnumerable<string>> RetiredAsync(ClinicDatabase clinic, CancellationToken cancellation) =>
        (await clinic.Models.ListAsync(withRetired: true, cancellation)).Where(model => model.IsRetired).Select(model => model.RunFolder);

    [LoggerMessage(Level = LogLevel.Error, Message = "The run that answers by default is not ready: {Reason}")]
    private static partial void NotReady(ILogger log, string reason);
}
