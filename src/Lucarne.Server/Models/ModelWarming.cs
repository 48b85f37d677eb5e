using Lucarne.Server.Reading;

namespace Lucarne.Server.Models;

/// <summary>Loads the network that answers by default before the first picture comes.</summary>
internal sealed partial class ModelWarming(ModelCatalogue catalogue, ReadingRoom room, ILogger<ModelWarming> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (catalogue.Default is not { } model) return;
        try
        {
            await room.WarmAsync(model.Folder, stoppingToken);
        }
        catch (ReadingException error)
        {
            NotLoaded(log, model.Name, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The network of the run {Run} cannot be loaded: {Reason}")]
    private static partial void NotLoaded(ILogger log, string run, string reason);
}
